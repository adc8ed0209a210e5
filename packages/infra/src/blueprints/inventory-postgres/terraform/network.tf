resource "aws_vpc" "main" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = {
    Name = "vpc-${local.name_suffix}"
  }
}

# Holds no rules: what is started without a security group of its own can talk to nothing.
resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id

  tags = {
    Name = "igw-${local.name_suffix}"
  }
}

locals {
  public_subnets = {
    a = { cidr = cidrsubnet(var.vpc_cidr, 8, 0), name = "subnet-public-a-${local.name_suffix}" }
    b = { cidr = cidrsubnet(var.vpc_cidr, 8, 1), name = "subnet-public-b-${local.name_suffix}" }
    c = { cidr = cidrsubnet(var.vpc_cidr, 8, 2), name = "subnet-public-c-${local.name_suffix}" }
  }
}

resource "aws_subnet" "public" {
  for_each = local.public_subnets

  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value.cidr
  availability_zone       = "${var.aws_region}${each.key}"
  map_public_ip_on_launch = false

  tags = {
    Name = each.value.name
  }
}

locals {
  app_subnets = {
    a = { cidr = cidrsubnet(var.vpc_cidr, 8, 10), name = "subnet-app-a-${local.name_suffix}" }
    b = { cidr = cidrsubnet(var.vpc_cidr, 8, 11), name = "subnet-app-b-${local.name_suffix}" }
    c = { cidr = cidrsubnet(var.vpc_cidr, 8, 12), name = "subnet-app-c-${local.name_suffix}" }
  }
}

resource "aws_subnet" "app" {
  for_each = local.app_subnets

  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value.cidr
  availability_zone       = "${var.aws_region}${each.key}"
  map_public_ip_on_launch = false

  tags = {
    Name = each.value.name
  }
}

locals {
  database_subnets = {
    a = {
      cidr = cidrsubnet(var.vpc_cidr, 8, 20)
      name = "subnet-database-a-${local.name_suffix}"
    }
    b = {
      cidr = cidrsubnet(var.vpc_cidr, 8, 21)
      name = "subnet-database-b-${local.name_suffix}"
    }
    c = {
      cidr = cidrsubnet(var.vpc_cidr, 8, 22)
      name = "subnet-database-c-${local.name_suffix}"
    }
  }
}

resource "aws_subnet" "database" {
  for_each = local.database_subnets

  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value.cidr
  availability_zone       = "${var.aws_region}${each.key}"
  map_public_ip_on_launch = false

  tags = {
    Name = each.value.name
  }
}

locals {
  nat_gateways = {
    a = "nat-a-${local.name_suffix}"
    b = "nat-b-${local.name_suffix}"
    c = "nat-c-${local.name_suffix}"
  }
}

resource "aws_eip" "nat" {
  for_each = local.nat_gateways

  domain = "vpc"

  tags = {
    Name = each.value
  }

  depends_on = [aws_internet_gateway.main]
}

resource "aws_nat_gateway" "main" {
  for_each = local.nat_gateways

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id

  tags = {
    Name = each.value
  }

  depends_on = [aws_internet_gateway.main]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  tags = {
    Name = "rt-public-${local.name_suffix}"
  }
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

# By zone: each leaves through the NAT gateway named, its own where there is one in every zone.
locals {
  private_route_tables = {
    a = { name = "rt-private-a-${local.name_suffix}", nat = "a" }
    b = { name = "rt-private-b-${local.name_suffix}", nat = "b" }
    c = { name = "rt-private-c-${local.name_suffix}", nat = "c" }
  }
}

resource "aws_route_table" "private" {
  for_each = local.private_route_tables

  vpc_id = aws_vpc.main.id

  tags = {
    Name = each.value.name
  }
}

resource "aws_route" "nat" {
  for_each = local.private_route_tables

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main[each.value.nat].id
}

resource "aws_route_table_association" "app" {
  for_each = aws_subnet.app

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_route_table_association" "database" {
  for_each = aws_subnet.database

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[each.key].id
}
