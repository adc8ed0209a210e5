# The VPN stands already; it is read, never changed.
data "aws_vpn_gateway" "onprem" {
  id = var.vpn_gateway_id
}

data "aws_customer_gateway" "onprem" {
  id = var.customer_gateway_id
}

resource "aws_vpn_gateway_attachment" "main" {
  vpc_id         = aws_vpc.main.id
  vpn_gateway_id = data.aws_vpn_gateway.onprem.id
}

locals {
  onprem_routes = merge([
    for zone, table in aws_route_table.private : {
      for cidr in var.onprem_cidrs : "${zone} to ${cidr}" => { zone = zone, cidr = cidr }
    }
  ]...)
}

resource "aws_route" "onprem" {
  for_each = local.onprem_routes

  route_table_id         = aws_route_table.private[each.value.zone].id
  destination_cidr_block = each.value.cidr
  gateway_id             = data.aws_vpn_gateway.onprem.id
}
