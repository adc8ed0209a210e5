resource "aws_vpc" "source" {
  cidr_block           = var.source_vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = {
    Name = "payment-vpc-source-${var.environment_suffix}"
  }
}

# Holds no rules: what is started without a security group of its own can talk to nothing.
resource "aws_default_security_group" "source" {
  vpc_id = aws_vpc.source.id
}

resource "aws_internet_gateway" "source" {
  vpc_id = aws_vpc.source.id

  tags = {
    Name = "payment-igw-source-${var.environment_suffix}"
  }
}

locals {
  source_public_subnets = {
    a = {
      cidr = cidrsubnet(var.source_vpc_cidr, 8, 0)
      name = "payment-subnet-public-a-source-${var.environment_suffix}"
    }
    b = {
      cidr = cidrsubnet(var.source_vpc_cidr, 8, 1)
      name = "payment-subnet-public-b-source-${var.environment_suffix}"
    }
  }
}

resource "aws_subnet" "source_public" {
  for_each = local.source_public_subnets

  vpc_id                  = aws_vpc.source.id
  cidr_block              = each.value.cidr
  availability_zone       = "${var.aws_region}${each.key}"
  map_public_ip_on_launch = false

  tags = {
    Name = each.value.name
  }
}

locals {
  source_app_subnets = {
    a = {
      cidr = cidrsubnet(var.source_vpc_cidr, 8, 10)
      name = "payment-subnet-app-a-source-${var.environment_suffix}"
    }
    b = {
      cidr = cidrsubnet(var.source_vpc_cidr, 8, 11)
      name = "payment-subnet-app-b-source-${var.environment_suffix}"
    }
  }
}

resource "aws_subnet" "source_app" {
  for_each = local.source_app_subnets

  vpc_id                  = aws_vpc.source.id
  cidr_block              = each.value.cidr
  availability_zone       = "${var.aws_region}${each.key}"
  map_public_ip_on_launch = false

  tags = {
    Name = each.value.name
  }
}

locals {
  source_nat_gateways = {
    a = "payment-nat-a-source-${var.environment_suffix}"
  }
}

resource "aws_eip" "source_nat" {
  for_each = local.source_nat_gateways

  domain = "vpc"

  tags = {
    Name = each.value
  }

  depends_on = [aws_internet_gateway.source]
}

resource "aws_nat_gateway" "source" {
  for_each = local.source_nat_gateways

  allocation_id = aws_eip.source_nat[each.key].id
  subnet_id     = aws_subnet.source_public[each.key].id

  tags = {
    Name = each.value
  }

  depends_on = [aws_internet_gateway.source]
}

resource "aws_route_table" "source_public" {
  vpc_id = aws_vpc.source.id

  tags = {
    Name = "payment-rt-public-source-${var.environment_suffix}"
  }
}

resource "aws_route" "source_internet" {
  route_table_id         = aws_route_table.source_public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.source.id
}

resource "aws_route_table_association" "source_public" {
  for_each = aws_subnet.source_public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.source_public.id
}

# By zone: each leaves through the NAT gateway named, its own where there is one in every zone.
locals {
  source_private_route_tables = {
    a = { name = "payment-rt-private-a-source-${var.environment_suffix}", nat = "a" }
    b = { name = "payment-rt-private-b-source-${var.environment_suffix}", nat = "a" }
  }
}

resource "aws_route_table" "source_private" {
  for_each = local.source_private_route_tables

  vpc_id = aws_vpc.source.id

  tags = {
    Name = each.value.name
  }
}

resource "aws_route" "source_nat" {
  for_each = local.source_private_route_tables

  route_table_id         = aws_route_table.source_private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.source[each.value.nat].id
}

resource "aws_route_table_association" "source_app" {
  for_each = aws_subnet.source_app

  subnet_id      = each.value.id
  route_table_id = aws_route_table.source_private[each.key].id
}
