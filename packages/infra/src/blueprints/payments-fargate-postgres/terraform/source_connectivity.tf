resource "aws_route" "source_target" {
  for_each = aws_route_table.source_private

  route_table_id            = each.value.id
  destination_cidr_block    = var.target_vpc_cidr
  vpc_peering_connection_id = aws_vpc_peering_connection.main.id
}
