resource "aws_vpn_gateway" "main" {
  vpc_id = aws_vpc.main.id

  tags = {
    Name = "payment-vgw-${var.environment_suffix}"
  }
}

# Waits for the id of the Direct Connect gateway, which the network team owns.
resource "aws_dx_gateway_association" "main" {
  count = var.direct_connect_gateway_id != null ? 1 : 0

  dx_gateway_id         = var.direct_connect_gateway_id
  associated_gateway_id = aws_vpn_gateway.main.id
  allowed_prefixes      = [var.vpc_cidr]
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
  gateway_id             = aws_vpn_gateway.main.id
}
