resource "aws_network_acl" "public" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = values(aws_subnet.public)[*].id

  tags = {
    Name = "payment-acl-public-${var.environment_suffix}"
  }
}

locals {
  public_acl_rules = {
    "ingress 100: HTTP to the load balancer" = {
      egress   = false
      number   = 100
      cidr     = "0.0.0.0/0"
      protocol = "tcp"
      from     = 80
      to       = 80
    }
    "ingress 110: HTTPS to the load balancer" = {
      egress   = false
      number   = 110
      cidr     = "0.0.0.0/0"
      protocol = "tcp"
      from     = 443
      to       = 443
    }
    "ingress 120: answers from the internet" = {
      egress   = false
      number   = 120
      cidr     = "0.0.0.0/0"
      protocol = "tcp"
      from     = 1024
      to       = 65535
    }
    "ingress 130: the other tiers" = {
      egress   = false
      number   = 130
      cidr     = var.vpc_cidr
      protocol = "-1"
      from     = 0
      to       = 0
    }
    "egress 100: what the tier asks for" = {
      egress   = true
      number   = 100
      cidr     = "0.0.0.0/0"
      protocol = "-1"
      from     = 0
      to       = 0
    }
  }
}

resource "aws_network_acl_rule" "public" {
  for_each = local.public_acl_rules

  network_acl_id = aws_network_acl.public.id
  egress         = each.value.egress
  rule_number    = each.value.number
  rule_action    = "allow"
  protocol       = each.value.protocol
  cidr_block     = each.value.cidr
  from_port      = each.value.from
  to_port        = each.value.to
}

resource "aws_network_acl" "app" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = values(aws_subnet.app)[*].id

  tags = {
    Name = "payment-acl-app-${var.environment_suffix}"
  }
}

locals {
  app_acl_rules = {
    "ingress 100: the other tiers" = {
      egress   = false
      number   = 100
      cidr     = var.vpc_cidr
      protocol = "-1"
      from     = 0
      to       = 0
    }
    "ingress 110: answers from the internet" = {
      egress   = false
      number   = 110
      cidr     = "0.0.0.0/0"
      protocol = "tcp"
      from     = 1024
      to       = 65535
    }
    "ingress 120: answers from beyond" = {
      egress   = false
      number   = 120
      cidr     = var.onprem_cidrs[0]
      protocol = "tcp"
      from     = 1024
      to       = 65535
    }
    "egress 100: what the tier asks for" = {
      egress   = true
      number   = 100
      cidr     = "0.0.0.0/0"
      protocol = "-1"
      from     = 0
      to       = 0
    }
  }
}

resource "aws_network_acl_rule" "app" {
  for_each = local.app_acl_rules

  network_acl_id = aws_network_acl.app.id
  egress         = each.value.egress
  rule_number    = each.value.number
  rule_action    = "allow"
  protocol       = each.value.protocol
  cidr_block     = each.value.cidr
  from_port      = each.value.from
  to_port        = each.value.to
}

resource "aws_network_acl" "database" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = values(aws_subnet.database)[*].id

  tags = {
    Name = "payment-acl-database-${var.environment_suffix}"
  }
}

locals {
  database_acl_rules = {
    "ingress 100: the database port" = {
      egress   = false
      number   = 100
      cidr     = var.vpc_cidr
      protocol = "tcp"
      from     = 3306
      to       = 3306
    }
    "egress 100: answers of the database" = {
      egress   = true
      number   = 100
      cidr     = var.vpc_cidr
      protocol = "tcp"
      from     = 1024
      to       = 65535
    }
  }
}

resource "aws_network_acl_rule" "database" {
  for_each = local.database_acl_rules

  network_acl_id = aws_network_acl.database.id
  egress         = each.value.egress
  rule_number    = each.value.number
  rule_action    = "allow"
  protocol       = each.value.protocol
  cidr_block     = each.value.cidr
  from_port      = each.value.from
  to_port        = each.value.to
}
