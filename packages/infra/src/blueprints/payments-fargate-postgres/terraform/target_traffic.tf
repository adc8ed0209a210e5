resource "aws_lb" "target" {
  name                       = "payment-alb-target-${var.environment_suffix}"
  load_balancer_type         = "application"
  internal                   = false
  security_groups            = [aws_security_group.target["load_balancer"].id]
  subnets                    = values(aws_subnet.target_public)[*].id
  enable_http2               = true
  idle_timeout               = 60
  drop_invalid_header_fields = true
  enable_deletion_protection = false

  tags = {
    Name = "payment-alb-target-${var.environment_suffix}"
  }

  access_logs {
    bucket  = aws_s3_bucket.target_access_logs.id
    prefix  = "alb"
    enabled = true
  }

  depends_on = [aws_s3_bucket_policy.target_access_logs]
}

locals {
  target_target_groups = {
    green = "payment-tg-target-${var.environment_suffix}"
  }
}

resource "aws_lb_target_group" "target" {
  for_each = local.target_target_groups

  name                 = each.value
  vpc_id               = aws_vpc.target.id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.app_port
  deregistration_delay = "30"

  tags = {
    Name = each.value
  }

  health_check {
    protocol            = "HTTP"
    path                = "/"
    matcher             = "200"
    interval            = 30
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "target_http" {
  load_balancer_arn = aws_lb.target.arn
  protocol          = "HTTP"
  port              = 80

  tags = {
    Name = "payment-listener-http-target-${var.environment_suffix}"
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.target["green"].arn
  }
}
