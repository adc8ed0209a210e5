resource "aws_cloudwatch_log_group" "application" {
  name              = "/ec2/payment-service-${var.environment_suffix}"
  retention_in_days = local.sizing.log_retention_days
  kms_key_id        = aws_kms_key.logs.arn

  tags = {
    Name = "/ec2/payment-service-${var.environment_suffix}"
  }
}
