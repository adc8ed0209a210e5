resource "aws_vpc_peering_connection" "main" {
  vpc_id      = aws_vpc.target.id
  peer_vpc_id = aws_vpc.source.id
  auto_accept = true

  tags = {
    Name = "payment-peering-${var.environment_suffix}"
  }

  requester {
    allow_remote_vpc_dns_resolution = true
  }

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "target_source" {
  for_each = aws_route_table.target_private

  route_table_id            = each.value.id
  destination_cidr_block    = var.source_vpc_cidr
  vpc_peering_connection_id = aws_vpc_peering_connection.main.id
}
