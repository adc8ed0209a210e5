resource "aws_cloudwatch_log_group" "target_application" {
  name              = "/ecs/payment-service-target-${var.environment_suffix}"
  retention_in_days = local.sizing.log_retention_days

  tags = {
    Name = "/ecs/payment-service-target-${var.environment_suffix}"
  }
}
