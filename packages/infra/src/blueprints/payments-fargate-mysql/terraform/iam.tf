resource "aws_iam_role" "task_execution" {
  name        = "payment-task-execution-${var.environment_suffix}"
  description = "Lets ECS pull the image and write logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["ecs-tasks.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-task-execution-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy_attachment" "task_execution" {
  role       = aws_iam_role.task_execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "application" {
  name        = "payment-application-${var.environment_suffix}"
  description = "What a task of the application may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["ecs-tasks.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-application-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "application" {
  name = "payment-application-${var.environment_suffix}"
  role = aws_iam_role.application.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadLogins"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = [aws_secretsmanager_secret.target_database.arn]
    }]
  })
}

resource "aws_iam_role" "dms_access_source" {
  name        = "payment-dms-access-source-${var.environment_suffix}"
  description = "Lets DMS read the login of the source"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["dms.amazonaws.com", "dms.${var.aws_region}.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-dms-access-source-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "dms_access_source" {
  name = "payment-dms-access-source-${var.environment_suffix}"
  role = aws_iam_role.dms_access_source.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadLogin"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = [aws_secretsmanager_secret.source_database.arn]
    }]
  })
}

resource "aws_iam_role" "dms_access_target" {
  name        = "payment-dms-access-target-${var.environment_suffix}"
  description = "Lets DMS read the login of the target"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["dms.amazonaws.com", "dms.${var.aws_region}.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-dms-access-target-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "dms_access_target" {
  name = "payment-dms-access-target-${var.environment_suffix}"
  role = aws_iam_role.dms_access_target.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadLogin"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = [aws_secretsmanager_secret.target_database.arn]
    }]
  })
}

resource "aws_iam_role" "log_delivery" {
  name        = "payment-log-delivery-${var.environment_suffix}"
  description = "Lets Firehose write log lines to the bucket"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["firehose.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-log-delivery-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "log_delivery" {
  name = "payment-log-delivery-${var.environment_suffix}"
  role = aws_iam_role.log_delivery.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "FindBucket"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
        Resource = [aws_s3_bucket.log_archive.arn]
      },
      {
        Sid      = "WriteObjects"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:AbortMultipartUpload"]
        Resource = ["${aws_s3_bucket.log_archive.arn}/*"]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [aws_cloudwatch_log_group.delivery.arn, "${aws_cloudwatch_log_group.delivery.arn}:*"]
      },
    ]
  })
}

resource "aws_iam_role" "log_subscription" {
  name        = "payment-log-subscription-${var.environment_suffix}"
  description = "Lets CloudWatch Logs hand lines to Firehose"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["logs.${var.aws_region}.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-log-subscription-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "log_subscription" {
  name = "payment-log-subscription-${var.environment_suffix}"
  role = aws_iam_role.log_subscription.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "PutRecords"
      Effect   = "Allow"
      Action   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
      Resource = [aws_kinesis_firehose_delivery_stream.logs.arn]
    }]
  })
}

resource "aws_iam_role" "log_forwarder" {
  name        = "payment-log-forwarder-${var.environment_suffix}"
  description = "Lets payment-log-forwarder-${var.environment_suffix} run in the VPC and write its own log"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["lambda.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-log-forwarder-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "log_forwarder" {
  name = "payment-log-forwarder-${var.environment_suffix}"
  role = aws_iam_role.log_forwarder.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = [aws_cloudwatch_log_group.forwarder.arn, "${aws_cloudwatch_log_group.forwarder.arn}:*"]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "log_forwarder" {
  role       = aws_iam_role.log_forwarder.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}
