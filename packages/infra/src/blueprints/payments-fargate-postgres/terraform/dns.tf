resource "aws_route53_zone" "main" {
  name          = "payment-migration-${var.environment_suffix}.internal"
  comment       = "Names of payments-fargate-postgres in migration"
  force_destroy = true

  tags = {
    Name = "payment-migration-${var.environment_suffix}.internal"
  }
}

resource "aws_route53_health_check" "source" {
  type              = "HTTP"
  fqdn              = aws_lb.source.dns_name
  port              = 80
  resource_path     = "/"
  request_interval  = 30
  failure_threshold = 3

  tags = {
    Name = "payment-health-check-source-${var.environment_suffix}"
  }
}

resource "aws_route53_health_check" "target" {
  type              = "HTTP"
  fqdn              = aws_lb.target.dns_name
  port              = 80
  resource_path     = "/"
  request_interval  = 30
  failure_threshold = 3

  tags = {
    Name = "payment-health-check-target-${var.environment_suffix}"
  }
}

resource "aws_route53_record" "api_source" {
  zone_id         = aws_route53_zone.main.zone_id
  name            = "api.payment-migration-${var.environment_suffix}.internal"
  type            = "A"
  set_identifier  = "source"
  health_check_id = aws_route53_health_check.source.id

  alias {
    name                   = aws_lb.source.dns_name
    zone_id                = aws_lb.source.zone_id
    evaluate_target_health = true
  }

  weighted_routing_policy {
    weight = 100 - var.traffic_weight
  }
}

resource "aws_route53_record" "api_target" {
  zone_id         = aws_route53_zone.main.zone_id
  name            = "api.payment-migration-${var.environment_suffix}.internal"
  type            = "A"
  set_identifier  = "target"
  health_check_id = aws_route53_health_check.target.id

  alias {
    name                   = aws_lb.target.dns_name
    zone_id                = aws_lb.target.zone_id
    evaluate_target_health = true
  }

  weighted_routing_policy {
    weight = var.traffic_weight
  }
}

resource "aws_route53_record" "source" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "source.payment-migration-${var.environment_suffix}.internal"
  type    = "A"

  alias {
    name                   = aws_lb.source.dns_name
    zone_id                = aws_lb.source.zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "target" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "target.payment-migration-${var.environment_suffix}.internal"
  type    = "A"

  alias {
    name                   = aws_lb.target.dns_name
    zone_id                = aws_lb.target.zone_id
    evaluate_target_health = true
  }
}
