resource "aws_vpc" "target" {
  cidr_block           = var.target_vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = {
    Name = "payment-vpc-target-${var.environment_suffix}"
  }
}

# Holds no rules: what is started without a security group of its own can talk to nothing.
resource "aws_default_security_group" "target" {
  vpc_id = aws_vpc.target.id
}

resource "aws_internet_gateway" "target" {
  vpc_id = aws_vpc.target.id

  tags = {
    Name = "payment-igw-target-${var.environment_suffix}"
  }
}

locals {
  target_public_subnets = {
    a = {
      cidr = cidrsubnet(var.target_vpc_cidr, 8, 0)
      name = "payment-subnet-public-a-target-${var.environment_suffix}"
    }
    b = {
      cidr = cidrsubnet(var.target_vpc_cidr, 8, 1)
      name = "payment-subnet-public-b-target-${var.environment_suffix}"
    }
  }
}

resource "aws_subnet" "target_public" {
  for_each = local.target_public_subnets

  vpc_id                  = aws_vpc.target.id
  cidr_block              = each.value.cidr
  availability_zone       = "${var.aws_region}${each.key}"
  map_public_ip_on_launch = false

  tags = {
    Name = each.value.name
  }
}

locals {
  target_app_subnets = {
    a = {
      cidr = cidrsubnet(var.target_vpc_cidr, 8, 10)
      name = "payment-subnet-app-a-target-${var.environment_suffix}"
    }
    b = {
      cidr = cidrsubnet(var.target_vpc_cidr, 8, 11)
      name = "payment-subnet-app-b-target-${var.environment_suffix}"
    }
  }
}

resource "aws_subnet" "target_app" {
  for_each = local.target_app_subnets

  vpc_id                  = aws_vpc.target.id
  cidr_block              = each.value.cidr
  availability_zone       = "${var.aws_region}${each.key}"
  map_public_ip_on_launch = false

  tags = {
    Name = each.value.name
  }
}

locals {
  target_nat_gateways = {
    a = "payment-nat-a-target-${var.environment_suffix}"
  }
}

resource "aws_eip" "target_nat" {
  for_each = local.target_nat_gateways

  domain = "vpc"

  tags = {
    Name = each.value
  }

  depends_on = [aws_internet_gateway.target]
}

resource "aws_nat_gateway" "target" {
  for_each = local.target_nat_gateways

  allocation_id = aws_eip.target_nat[each.key].id
  subnet_id     = aws_subnet.target_public[each.key].id

  tags = {
    Name = each.value
  }

  depends_on = [aws_internet_gateway.target]
}

resource "aws_route_table" "target_public" {
  vpc_id = aws_vpc.target.id

  tags = {
    Name = "payment-rt-public-target-${var.environment_suffix}"
  }
}

resource "aws_route" "target_internet" {
  route_table_id         = aws_route_table.target_public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.target.id
}

resource "aws_route_table_association" "target_public" {
  for_each = aws_subnet.target_public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.target_public.id
}

# By zone: each leaves through the NAT gateway named, its own where there is one in every zone.
locals {
  target_private_route_tables = {
    a = { name = "payment-rt-private-a-target-${var.environment_suffix}", nat = "a" }
    b = { name = "payment-rt-private-b-target-${var.environment_suffix}", nat = "a" }
  }
}

resource "aws_route_table" "target_private" {
  for_each = local.target_private_route_tables

  vpc_id = aws_vpc.target.id

  tags = {
    Name = each.value.name
  }
}

resource "aws_route" "target_nat" {
  for_each = local.target_private_route_tables

  route_table_id         = aws_route_table.target_private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.target[each.value.nat].id
}

resource "aws_route_table_association" "target_app" {
  for_each = aws_subnet.target_app

  subnet_id      = each.value.id
  route_table_id = aws_route_table.target_private[each.key].id
}
