resource "aws_route53_zone" "main" {
  name          = "payment-migration-${var.environment_suffix}.internal"
  comment       = "Names of payments-autoscaling-mysql in legacy-sync"
  force_destroy = true

  tags = {
    Name = "payment-migration-${var.environment_suffix}.internal"
  }

  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "api_source" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "api.payment-migration-${var.environment_suffix}.internal"
  type           = "CNAME"
  ttl            = 60
  records        = ["payments.onprem.example.com"]
  set_identifier = "source"

  weighted_routing_policy {
    weight = 100 - var.traffic_weight
  }
}

resource "aws_route53_record" "api_target" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "api.payment-migration-${var.environment_suffix}.internal"
  type           = "CNAME"
  ttl            = 60
  records        = [aws_lb.main.dns_name]
  set_identifier = "target"

  weighted_routing_policy {
    weight = var.traffic_weight
  }
}

resource "aws_route53_record" "db" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "db.payment-migration-${var.environment_suffix}.internal"
  type    = "CNAME"
  ttl     = 60
  records = [aws_rds_cluster.main.endpoint]
}

resource "aws_route53_record" "db_reader" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "db-reader.payment-migration-${var.environment_suffix}.internal"
  type    = "CNAME"
  ttl     = 60
  records = [aws_rds_cluster.main.reader_endpoint]
}
