resource "aws_cloudwatch_log_group" "application" {
  name              = "/ecs/payment-service-${var.environment_suffix}"
  retention_in_days = local.sizing.log_retention_days

  tags = {
    Name = "/ecs/payment-service-${var.environment_suffix}"
  }
}

resource "aws_cloudwatch_log_group" "delivery" {
  name              = "/aws/kinesisfirehose/payment-log-delivery-${var.environment_suffix}"
  retention_in_days = local.sizing.log_retention_days

  tags = {
    Name = "/aws/kinesisfirehose/payment-log-delivery-${var.environment_suffix}"
  }
}

resource "aws_cloudwatch_log_group" "forwarder" {
  name              = "/aws/lambda/payment-log-forwarder-${var.environment_suffix}"
  retention_in_days = local.sizing.log_retention_days

  tags = {
    Name = "/aws/lambda/payment-log-forwarder-${var.environment_suffix}"
  }
}

resource "aws_kinesis_firehose_delivery_stream" "logs" {
  name        = "payment-log-delivery-${var.environment_suffix}"
  destination = "extended_s3"

  tags = {
    Name = "payment-log-delivery-${var.environment_suffix}"
  }

  server_side_encryption {
    enabled = true
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.log_delivery.arn
    bucket_arn          = aws_s3_bucket.log_archive.arn
    prefix              = "application/"
    error_output_prefix = "errors/"
    buffering_size      = 5
    buffering_interval  = 300
    compression_format  = "GZIP"

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.delivery.name
      log_stream_name = "delivery"
    }
  }

  depends_on = [aws_iam_role_policy.log_delivery]
}

# functions/syslog-forwarder.mjs, as the archive Lambda takes.
resource "aws_s3_object" "forwarder" {
  bucket         = aws_s3_bucket.log_archive.id
  key            = "functions/syslog-forwarder.mjs.zip"
  content_base64 = replace(file("${path.module}/functions/syslog-forwarder.zip.base64"), "\n", "")
}

resource "aws_lambda_function" "forwarder" {
  function_name = "payment-log-forwarder-${var.environment_suffix}"
  role          = aws_iam_role.log_forwarder.arn
  runtime       = "nodejs22.x"
  handler       = "syslog-forwarder.handler"
  s3_bucket     = aws_s3_object.forwarder.bucket
  s3_key        = aws_s3_object.forwarder.key
  # Of the archive, as Lambda computes it.
  source_code_hash = "wnDoe9+eapuQ+JhQiKQzE4D32D4gWvCGH8AiGjOXySY="
  timeout          = 30
  memory_size      = 128

  tags = {
    Name = "payment-log-forwarder-${var.environment_suffix}"
  }

  vpc_config {
    subnet_ids         = values(aws_subnet.app)[*].id
    security_group_ids = [aws_security_group.main["log_forwarder"].id]
  }

  environment {
    variables = {
      SYSLOG_HOST = var.syslog_host
      SYSLOG_PORT = var.syslog_port
    }
  }

  depends_on = [aws_cloudwatch_log_group.forwarder, aws_iam_role_policy.log_forwarder]
}

resource "aws_lambda_permission" "application" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.forwarder.function_name
  principal     = "logs.amazonaws.com"
  source_arn    = "${aws_cloudwatch_log_group.application.arn}:*"
}

resource "aws_cloudwatch_log_subscription_filter" "syslog_application" {
  name            = "payment-log-subscription-${var.environment_suffix}-syslog"
  log_group_name  = aws_cloudwatch_log_group.application.name
  filter_pattern  = ""
  destination_arn = aws_lambda_function.forwarder.arn

  depends_on = [aws_lambda_permission.application]
}

resource "aws_cloudwatch_log_subscription_filter" "application" {
  name            = "payment-log-subscription-${var.environment_suffix}"
  log_group_name  = aws_cloudwatch_log_group.application.name
  filter_pattern  = ""
  destination_arn = aws_kinesis_firehose_delivery_stream.logs.arn
  role_arn        = aws_iam_role.log_subscription.arn
}
