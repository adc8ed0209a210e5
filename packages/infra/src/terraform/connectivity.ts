import type { Connectivity } from '../design/model/network.ts'
import { INPUTS, vpcCidr } from './inputs.ts'
import { nameTag, scopes, type Scope } from './scope.ts'
import { get, hcl } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** The way to the source's network, and the routes that lead there. */
export function connectivity(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  const way = scope.site.network.connectivity
  if (way.kind === 'direct-connect') directConnect(file, scope, way)
  if (way.kind === 'vpn') vpn(file, scope)
  if (way.kind === 'peering') peering(file, scope, way)
  return file
}

type Way<K extends Connectivity['kind']> = Extract<Connectivity, { kind: K }>

function directConnect(file: TerraformFile, scope: Scope, way: Way<'direct-connect'>): void {
  const { at } = scope
  const gateway = file.resource('aws_vpn_gateway', at.name(), {
    vpc_id: at.vpc().id,
    tags: nameTag(scope, way.virtualPrivateGatewayName),
  })
  file
    .comment('Waits for the id of the Direct Connect gateway, which the network team owns.')
    .resourceWhen(hcl`${INPUTS.directConnectGateway} != null`, 'aws_dx_gateway_association', at.name(), {
      dx_gateway_id: INPUTS.directConnectGateway,
      associated_gateway_id: gateway.id,
      allowed_prefixes: [vpcCidr(at)],
    })
  routesOnPremises(file, scope, gateway.id)
}

function vpn(file: TerraformFile, scope: Scope): void {
  const { at } = scope
  const gateway = file
    .comment('The VPN stands already; it is read, never changed.')
    .data('aws_vpn_gateway', 'onprem', { id: INPUTS.vpnGateway })
  file.data('aws_customer_gateway', 'onprem', { id: INPUTS.customerGateway })
  file.resource('aws_vpn_gateway_attachment', at.name(), { vpc_id: at.vpc().id, vpn_gateway_id: gateway.id })
  routesOnPremises(file, scope, gateway.id)
}

/** Routes are written out, because those a gateway propagates come and go with its tunnels. */
function routesOnPremises(file: TerraformFile, { at }: Scope, gateway: Ref<string>): void {
  const tables = at.privateRouteTables()
  file.locals({
    onprem_routes: hcl`merge([
  for zone, table in ${tables.$} : {
    for cidr in ${INPUTS.onPremisesCidrs} : "\${zone} to \${cidr}" => { zone = zone, cidr = cidr }
  }
]...)`,
  })
  const routes = reference<Record<string, { zone: string; cidr: string }>>('local.onprem_routes')
  file.resourceForEach('aws_route', at.name('onprem'), routes, ({ value }) => ({
    route_table_id: tables.at(get(value, 'zone')).id,
    destination_cidr_block: get(value, 'cidr'),
    gateway_id: gateway,
  }))
}

/** One connection of two sites made here; each has its routes to the other. */
function peering(file: TerraformFile, scope: Scope, way: Way<'peering'>): void {
  const { design, site, at } = scope
  const other = scopes(design).find(({ site: { role } }) => role !== site.role)
  if (other === undefined) return
  const connection = reference<string>('aws_vpc_peering_connection.main.id')
  if (site.role === 'target') {
    file.resource('aws_vpc_peering_connection', 'main', {
      vpc_id: at.vpc().id,
      peer_vpc_id: other.at.vpc().id,
      auto_accept: true,
      requester: { allow_remote_vpc_dns_resolution: true },
      accepter: { allow_remote_vpc_dns_resolution: true },
      tags: nameTag(scope, way.name),
    })
  }
  file.resourceForEach('aws_route', at.name(other.site.role), at.privateRouteTables().$, ({ value }) => ({
    route_table_id: get(value, 'id'),
    destination_cidr_block: vpcCidr(other.at),
    vpc_peering_connection_id: connection,
  }))
}
