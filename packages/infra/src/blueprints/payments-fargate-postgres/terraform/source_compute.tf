resource "aws_ecs_cluster" "source" {
  name = "payment-ecs-cluster-source-${var.environment_suffix}"

  tags = {
    Name = "payment-ecs-cluster-source-${var.environment_suffix}"
  }

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "source" {
  family                   = "payment-task-source-${var.environment_suffix}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = local.sizing.task_cpu
  memory                   = local.sizing.task_memory
  execution_role_arn       = aws_iam_role.source_task_execution.arn
  task_role_arn            = aws_iam_role.source_application.arn

  container_definitions = jsonencode([{
    name         = "app"
    image        = var.app_image
    essential    = true
    portMappings = [{ containerPort = var.app_port, protocol = "tcp" }]
    environment = [
      { name = "ENVIRONMENT", value = local.environment },
      { name = "DB_HOST", value = aws_db_instance.source.address },
      { name = "DB_NAME", value = "paymentdb" },
      { name = "DB_SECRET_ARN", value = aws_secretsmanager_secret.source_database.arn },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.source_application.name
        awslogs-region        = var.aws_region
        awslogs-stream-prefix = "app"
      }
    }
  }])

  tags = {
    Name = "payment-task-source-${var.environment_suffix}"
  }
}

locals {
  source_services = {
    blue = "payment-service-source-${var.environment_suffix}"
  }
}

resource "aws_ecs_service" "source" {
  for_each = local.source_services

  name                               = each.value
  cluster                            = aws_ecs_cluster.source.id
  task_definition                    = aws_ecs_task_definition.source.arn
  desired_count                      = local.sizing.desired_count
  launch_type                        = "FARGATE"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60
  propagate_tags                     = "SERVICE"

  tags = {
    Name       = each.value
    Deployment = each.key
  }

  network_configuration {
    subnets          = values(aws_subnet.source_app)[*].id
    security_groups  = [aws_security_group.source["app"].id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.source[each.key].arn
    container_name   = "app"
    container_port   = var.app_port
  }

  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [aws_lb_listener.source_http]
}

resource "aws_appautoscaling_target" "source" {
  for_each = aws_ecs_service.source

  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.source.name}/${each.value.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = local.sizing.min_count
  max_capacity       = local.sizing.max_count
}

resource "aws_appautoscaling_policy" "source_cpu" {
  for_each = aws_appautoscaling_target.source

  name               = "payment-scale-by-cpu-source-${var.environment_suffix}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = 70
    scale_in_cooldown  = 60
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_appautoscaling_policy" "source_memory" {
  for_each = aws_appautoscaling_target.source

  name               = "payment-scale-by-memory-source-${var.environment_suffix}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = 80
    scale_in_cooldown  = 60
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageMemoryUtilization"
    }
  }
}
