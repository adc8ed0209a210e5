resource "aws_route53_zone" "main" {
  name          = "payment-${var.environment_suffix}.internal"
  comment       = "Names of payments-fargate-mysql in staging-migration"
  force_destroy = true

  tags = {
    Name = "payment-${var.environment_suffix}.internal"
  }

  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "api" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "api.payment-${var.environment_suffix}.internal"
  type    = "A"

  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = aws_lb.main.zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "db" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "db.payment-${var.environment_suffix}.internal"
  type    = "CNAME"
  ttl     = 60
  records = [aws_rds_cluster.main.endpoint]
}

resource "aws_route53_record" "db_reader" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "db-reader.payment-${var.environment_suffix}.internal"
  type    = "CNAME"
  ttl     = 60
  records = [aws_rds_cluster.main.reader_endpoint]
}
