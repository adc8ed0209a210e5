resource "aws_cloudwatch_log_group" "source_application" {
  name              = "/ecs/payment-service-source-${var.environment_suffix}"
  retention_in_days = local.sizing.log_retention_days

  tags = {
    Name = "/ecs/payment-service-source-${var.environment_suffix}"
  }
}
