resource "aws_ecs_cluster" "main" {
  name = "ecs-cluster-${local.name_suffix}"

  tags = {
    Name = "ecs-cluster-${local.name_suffix}"
  }

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "main" {
  family                   = "task-${local.name_suffix}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = local.sizing.task_cpu
  memory                   = local.sizing.task_memory
  execution_role_arn       = aws_iam_role.task_execution.arn
  task_role_arn            = aws_iam_role.application.arn

  container_definitions = jsonencode([{
    name         = "app"
    image        = var.app_image
    essential    = true
    portMappings = [{ containerPort = var.app_port, protocol = "tcp" }]
    environment = [
      { name = "ENVIRONMENT", value = local.environment },
      { name = "DB_HOST", value = aws_rds_cluster.main.endpoint },
      { name = "DB_NAME", value = "inventory" },
      { name = "DB_SECRET_ARN", value = aws_secretsmanager_secret.target_database.arn },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.application.name
        awslogs-region        = var.aws_region
        awslogs-stream-prefix = "app"
      }
    }
  }])

  tags = {
    Name = "task-${local.name_suffix}"
  }
}

locals {
  services = {
    blue  = "service-blue-${local.name_suffix}"
    green = "service-green-${local.name_suffix}"
  }
}

resource "aws_ecs_service" "main" {
  for_each = local.services

  name                               = each.value
  cluster                            = aws_ecs_cluster.main.id
  task_definition                    = aws_ecs_task_definition.main.arn
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
    subnets          = values(aws_subnet.app)[*].id
    security_groups  = [aws_security_group.main["app"].id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.main[each.key].arn
    container_name   = "app"
    container_port   = var.app_port
  }

  depends_on = [aws_lb_listener.http]
}
