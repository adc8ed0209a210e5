resource "aws_cloudwatch_log_group" "application" {
  name              = "/ecs/service-${local.name_suffix}"
  retention_in_days = local.sizing.log_retention_days
  kms_key_id        = aws_kms_key.logs.arn

  tags = {
    Name = "/ecs/service-${local.name_suffix}"
  }
}
