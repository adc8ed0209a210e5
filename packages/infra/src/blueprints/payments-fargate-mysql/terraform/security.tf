locals {
  security_groups = {
    load_balancer = {
      name        = "payment-security-group-load-balancer-${var.environment_suffix}"
      description = "Load balancer: takes requests from the internet"
    }
    app = {
      name        = "payment-security-group-app-${var.environment_suffix}"
      description = "Application: takes requests from the load balancer"
    }
    database = {
      name        = "payment-security-group-database-${var.environment_suffix}"
      description = "Database: takes connections from application and replication"
    }
    replication = {
      name        = "payment-security-group-replication-${var.environment_suffix}"
      description = "Replication instance: reads the source, writes the target"
    }
    log_forwarder = {
      name        = "payment-security-group-log-forwarder-${var.environment_suffix}"
      description = "Log forwarder: sends lines to syslog on-premises"
    }
  }
}

resource "aws_security_group" "main" {
  for_each = local.security_groups

  name        = each.value.name
  description = each.value.description
  vpc_id      = aws_vpc.main.id

  tags = {
    Name = each.value.name
  }
}

# Nothing else may talk to anything: an entry opens the way out of the one group and into the other.
locals {
  connections = {
    "load-balancer to app:80" = {
      from   = "load_balancer"
      to     = "app"
      port   = 80
      reason = "requests and health checks"
    }
    "app to database:3306" = {
      from   = "app"
      to     = "database"
      port   = 3306
      reason = "queries of the application"
    }
    "replication to database:3306" = {
      from   = "replication"
      to     = "database"
      port   = 3306
      reason = "what was read is written"
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "from_group" {
  for_each = local.connections

  security_group_id            = aws_security_group.main[each.value.to].id
  referenced_security_group_id = aws_security_group.main[each.value.from].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  description                  = each.value.reason

  tags = {
    Name = each.key
  }
}

resource "aws_vpc_security_group_egress_rule" "to_group" {
  for_each = local.connections

  security_group_id            = aws_security_group.main[each.value.from].id
  referenced_security_group_id = aws_security_group.main[each.value.to].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  description                  = each.value.reason

  tags = {
    Name = each.key
  }
}

locals {
  ways_in = {
    "load-balancer and internet:80" = { group = "load_balancer", cidrs = ["0.0.0.0/0"], port = 80, reason = "requests by HTTP" }
  }
}

resource "aws_vpc_security_group_ingress_rule" "from_network" {
  for_each = merge([
    for name, way in local.ways_in : {
      for cidr in way.cidrs : "${name} ${cidr}" => merge(way, { cidr = cidr })
    }
  ]...)

  security_group_id = aws_security_group.main[each.value.group].id
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
  ways_out = {
    "app and internet:443" = {
      group  = "app"
      cidrs  = ["0.0.0.0/0"]
      port   = 443
      reason = "container images and AWS APIs, through the NAT gateway"
    }
    "replication and on-premises:3306" = {
      group  = "replication"
      cidrs  = var.onprem_cidrs
      port   = 3306
      reason = "the source is read"
    }
    "replication and internet:443" = {
      group  = "replication"
      cidrs  = ["0.0.0.0/0"]
      port   = 443
      reason = "Secrets Manager and CloudWatch, through the NAT gateway"
    }
    "app and on-premises:3306" = {
      group  = "app"
      cidrs  = var.onprem_cidrs
      port   = 3306
      reason = "green writes to the source until the hand-over"
    }
    "log-forwarder and on-premises:514" = {
      group  = "log_forwarder"
      cidrs  = var.onprem_cidrs
      port   = 514
      reason = "log lines to syslog"
    }
  }
}

resource "aws_vpc_security_group_egress_rule" "to_network" {
  for_each = merge([
    for name, way in local.ways_out : {
      for cidr in way.cidrs : "${name} ${cidr}" => merge(way, { cidr = cidr })
    }
  ]...)

  security_group_id = aws_security_group.main[each.value.group].id
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  description       = each.value.reason

  tags = {
    Name = each.key
  }
}
