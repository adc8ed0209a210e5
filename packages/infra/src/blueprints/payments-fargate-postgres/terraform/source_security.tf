locals {
  source_security_groups = {
    load_balancer = {
      name        = "payment-security-group-load-balancer-source-${var.environment_suffix}"
      description = "Load balancer: takes requests from the internet"
    }
    app = {
      name        = "payment-security-group-app-source-${var.environment_suffix}"
      description = "Application: takes requests from the load balancer"
    }
    database = {
      name        = "payment-security-group-database-source-${var.environment_suffix}"
      description = "Database: takes connections from application and replication"
    }
  }
}

resource "aws_security_group" "source" {
  for_each = local.source_security_groups

  name        = each.value.name
  description = each.value.description
  vpc_id      = aws_vpc.source.id

  tags = {
    Name = each.value.name
  }
}

# Nothing else may talk to anything: an entry opens the way out of the one group and into the other.
locals {
  source_connections = {
    "load-balancer to app:80" = { from = "load_balancer", to = "app", port = 80, reason = "requests and health checks" }
    "app to database:5432"    = { from = "app", to = "database", port = 5432, reason = "queries of the application" }
  }
}

resource "aws_vpc_security_group_ingress_rule" "source_from_group" {
  for_each = local.source_connections

  security_group_id            = aws_security_group.source[each.value.to].id
  referenced_security_group_id = aws_security_group.source[each.value.from].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  description                  = each.value.reason

  tags = {
    Name = each.key
  }
}

resource "aws_vpc_security_group_egress_rule" "source_to_group" {
  for_each = local.source_connections

  security_group_id            = aws_security_group.source[each.value.from].id
  referenced_security_group_id = aws_security_group.source[each.value.to].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  description                  = each.value.reason

  tags = {
    Name = each.key
  }
}

locals {
  source_ways_in = {
    "load-balancer and internet:80" = {
      group  = "load_balancer"
      cidrs  = ["0.0.0.0/0"]
      port   = 80
      reason = "requests by HTTP"
    }
    "database and the VPC of the target:5432" = {
      group  = "database"
      cidrs  = [var.target_vpc_cidr]
      port   = 5432
      reason = "replication, and green until the hand-over"
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "source_from_network" {
  for_each = merge([
    for name, way in local.source_ways_in : {
      for cidr in way.cidrs : "${name} ${cidr}" => merge(way, { cidr = cidr })
    }
  ]...)

  security_group_id = aws_security_group.source[each.value.group].id
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  description       = each.value.reason

  tags = {
    Name = each.key
  }
}

locals {
  source_ways_out = {
    "app and internet:443" = {
      group  = "app"
      cidrs  = ["0.0.0.0/0"]
      port   = 443
      reason = "container images and AWS APIs, through the NAT gateway"
    }
  }
}

resource "aws_vpc_security_group_egress_rule" "source_to_network" {
  for_each = merge([
    for name, way in local.source_ways_out : {
      for cidr in way.cidrs : "${name} ${cidr}" => merge(way, { cidr = cidr })
    }
  ]...)

  security_group_id = aws_security_group.source[each.value.group].id
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  description       = each.value.reason

  tags = {
    Name = each.key
  }
}
