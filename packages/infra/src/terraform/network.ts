import type { Network, RouteTable, Subnet, Tier } from '../design/model/network.ts'
import { subnetExpression } from './cidr-expression.ts'
import { INPUTS, vpcCidr } from './inputs.ts'
import { named } from './names.ts'
import { nameTag, type Scope } from './scope.ts'
import { get, text } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** VPC, subnets, ways out of them. How other networks are reached is in connectivity.ts. */
export function network(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  vpc(file, scope)
  for (const tier of tiers(scope.site.network)) subnets(file, scope, tier)
  natGateways(file, scope)
  routeTables(file, scope)
  return file
}

/** The tiers that have subnets, from the outside in. */
export function tiers({ subnets }: Network): readonly Tier[] {
  return (['public', 'app', 'database'] as const).filter((tier) => subnets.some((subnet) => subnet.tier === tier))
}

/** `us-east-1a` is `a` in the module, so that the region can change. */
export function zoneLetter(zone: string): string {
  return zone.slice(-1)
}

function vpc(file: TerraformFile, scope: Scope): void {
  const { site, at } = scope
  file.resource('aws_vpc', at.name(), {
    cidr_block: vpcCidr(at),
    enable_dns_support: true,
    enable_dns_hostnames: true,
    tags: nameTag(scope, site.network.name),
  })
  file
    .comment('Holds no rules: what is started without a security group of its own can talk to nothing.')
    .resource('aws_default_security_group', at.name(), { vpc_id: at.vpc().id })
  file.resource('aws_internet_gateway', at.name(), {
    vpc_id: at.vpc().id,
    tags: nameTag(scope, site.network.internetGatewayName),
  })
}

interface SubnetEntry {
  readonly cidr: string
  readonly name: string
}

function subnets(file: TerraformFile, scope: Scope, tier: Tier): void {
  const { site, at } = scope
  const mine = site.network.subnets.filter((subnet) => subnet.tier === tier)
  const local = at.own(`${tier}_subnets`)
  file.locals({ [local]: Object.fromEntries(mine.map((subnet) => subnetEntry(scope, subnet))) })
  file.resourceForEach('aws_subnet', at.name(tier), table<SubnetEntry>(local), ({ key, value }) => ({
    vpc_id: at.vpc().id,
    cidr_block: get(value, 'cidr'),
    availability_zone: text`${INPUTS.region}${key}`,
    map_public_ip_on_launch: false,
    tags: { Name: get(value, 'name') },
  }))
}

function subnetEntry({ design, site, at }: Scope, { zone, cidr, name }: Subnet) {
  const expression = subnetExpression(vpcCidr(at), site.network.cidr, cidr)
  return [zoneLetter(zone), { cidr: expression, name: named(design, name) }] as const
}

function natGateways(file: TerraformFile, scope: Scope): void {
  const { site, at, design } = scope
  const local = at.own('nat_gateways')
  const names = site.network.natGateways.map(({ zone, name }) => [zoneLetter(zone), named(design, name)])
  file.locals({ [local]: Object.fromEntries(names) })
  const addresses = file.resourceForEach('aws_eip', at.name('nat'), table<string>(local), ({ value }) => ({
    domain: 'vpc',
    tags: { Name: value },
    depends_on: [at.internetGateway()],
  }))
  file.resourceForEach('aws_nat_gateway', at.name(), table<string>(local), ({ key, value }) => ({
    allocation_id: addresses.at(key).id,
    subnet_id: at.subnets('public').at(key).id,
    tags: { Name: value },
    depends_on: [at.internetGateway()],
  }))
}

function routeTables(file: TerraformFile, scope: Scope): void {
  const { site, at } = scope
  for (const { name } of site.network.routeTables.filter(({ natZone }) => natZone === null)) {
    file.resource('aws_route_table', at.name('public'), { vpc_id: at.vpc().id, tags: nameTag(scope, name) })
    file.resource('aws_route', at.name('internet'), {
      route_table_id: at.routeTable().id,
      destination_cidr_block: '0.0.0.0/0',
      gateway_id: at.internetGateway().id,
    })
  }
  file.resourceForEach('aws_route_table_association', at.name('public'), at.subnets('public').$, (each) => ({
    subnet_id: get(each.value, 'id'),
    route_table_id: at.routeTable().id,
  }))
  privateRouteTables(file, scope)
}

interface PrivateTable {
  readonly name: string
  readonly nat: string
}

function privateRouteTables(file: TerraformFile, scope: Scope): void {
  const { site, at } = scope
  const local = at.own('private_route_tables')
  const tables = site.network.routeTables.filter(({ natZone }) => natZone !== null)
  file
    .comment('By zone: each leaves through the NAT gateway named, its own where there is one in every zone.')
    .locals({ [local]: Object.fromEntries(tables.map((route) => privateTable(scope, route))) })
  const routes = file.resourceForEach('aws_route_table', at.name('private'), table<PrivateTable>(local), (each) => ({
    vpc_id: at.vpc().id,
    tags: { Name: get(each.value, 'name') },
  }))
  file.resourceForEach('aws_route', at.name('nat'), table<PrivateTable>(local), ({ key, value }) => ({
    route_table_id: routes.at(key).id,
    destination_cidr_block: '0.0.0.0/0',
    nat_gateway_id: at.natGateways().at(get(value, 'nat')).id,
  }))
  for (const tier of tiers(site.network).filter((tier) => tier !== 'public')) {
    file.resourceForEach('aws_route_table_association', at.name(tier), at.subnets(tier).$, (each) => ({
      subnet_id: get(each.value, 'id'),
      route_table_id: routes.at(each.key).id,
    }))
  }
}

function privateTable({ design }: Scope, { zone, natZone, name }: RouteTable) {
  const nat = zoneLetter(natZone ?? '')
  return [zone === null ? 'all' : zoneLetter(zone), { name: named(design, name), nat }] as const
}

/** A local value that holds something for each key. */
function table<E>(name: string): Ref<Readonly<Record<string, E>>> {
  return reference(`local.${name}`)
}
