import {
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  DescribeVpnGatewaysCommand,
  type NetworkAclEntry,
  type RouteTable,
  type Subnet,
} from '@aws-sdk/client-ec2'
import type { Subnet as DesignedSubnet } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type DeployedSite } from '../deployed.ts'

export async function checkNetwork(deployed: DeployedSite): Promise<void> {
  const { site, clients, outputs } = deployed
  const vpcId = outputs.text(site.role, 'vpc.id')
  const { Vpcs } = await clients.ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }))
  expect(Vpcs?.[0]?.CidrBlock).toBe(site.network.cidr)

  const filter = [{ Name: 'vpc-id', Values: [vpcId] }]
  const { Subnets = [] } = await clients.ec2.send(new DescribeSubnetsCommand({ Filters: filter }))
  const found = Subnets.map((subnet) => `${subnet.AvailabilityZone} ${subnet.CidrBlock} ${nameOf(subnet)}`)
  expect(sorted(found)).toEqual(sorted(site.network.subnets.map(({ zone, cidr, name }) => `${zone} ${cidr} ${name}`)))

  await checkRoutes(deployed, filter, Subnets)
  await checkAcls(deployed, filter, Subnets)
  await checkConnectivity(deployed, vpcId)
}

type Filters = { readonly Name: string; readonly Values: string[] }[]

async function checkRoutes(
  { site, clients }: DeployedSite,
  filter: Filters,
  subnets: readonly Subnet[],
): Promise<void> {
  const { NatGateways = [] } = await clients.ec2.send(new DescribeNatGatewaysCommand({ Filter: filter }))
  const standing = NatGateways.filter(({ State }) => State === 'available')
  const { RouteTables = [] } = await clients.ec2.send(new DescribeRouteTablesCommand({ Filters: filter }))
  const zoneOfNat = new Map(
    standing.map((gateway) => [
      gateway.NatGatewayId,
      subnets.find(({ SubnetId }) => SubnetId === gateway.SubnetId)?.AvailabilityZone,
    ]),
  )
  expect(sorted(zoneOfNat.values())).toEqual(sorted(site.network.natGateways.map(({ zone }) => zone)))

  for (const designed of site.network.subnets) {
    const table = tableOf(designed, subnets, RouteTables)
    const way = table?.Routes?.find((route) => route.DestinationCidrBlock === '0.0.0.0/0')
    const expected = site.network.routeTables.find(
      ({ tiers, zone }) => tiers.includes(designed.tier) && (zone === null || zone === designed.zone),
    )
    if (expected?.natZone === null) expect(way?.GatewayId, designed.name).toMatch(/^igw-/)
    else expect(zoneOfNat.get(way?.NatGatewayId), designed.name).toBe(expected?.natZone)
  }
}

function tableOf(
  designed: DesignedSubnet,
  subnets: readonly Subnet[],
  tables: readonly RouteTable[],
): RouteTable | undefined {
  const subnet = subnets.find(({ CidrBlock }) => CidrBlock === designed.cidr)
  return tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet?.SubnetId))
}

async function checkAcls({ site, clients }: DeployedSite, filter: Filters, subnets: readonly Subnet[]): Promise<void> {
  const { NetworkAcls = [] } = await clients.ec2.send(new DescribeNetworkAclsCommand({ Filters: filter }))
  for (const acl of site.network.acls) {
    const inside = site.network.subnets.filter(({ tier }) => tier === acl.tier).map(({ cidr }) => cidr)
    const ids = subnets.filter(({ CidrBlock }) => inside.includes(CidrBlock ?? '')).map(({ SubnetId }) => SubnetId)
    const found = NetworkAcls.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === ids[0]))
    expect(sorted(found?.Associations?.map(({ SubnetId }) => SubnetId) ?? []), acl.name).toEqual(sorted(ids))
    const rules = found?.Entries?.filter(({ RuleAction }) => RuleAction === 'allow') ?? []
    const expected = acl.rules.map(({ direction, number, cidr, protocol, fromPort, toPort }) =>
      protocol === 'all'
        ? `${direction} ${number} ${cidr} all`
        : `${direction} ${number} ${cidr} ${protocol} ${fromPort}-${toPort}`,
    )
    expect(sorted(rules.map(textOf)), acl.name).toEqual(sorted(expected))
  }
}

const PROTOCOLS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '-1': 'all' }

function textOf(entry: NetworkAclEntry): string {
  const protocol = PROTOCOLS[entry.Protocol ?? ''] ?? entry.Protocol
  const ports = protocol === 'all' ? '' : ` ${entry.PortRange?.From}-${entry.PortRange?.To}`
  return `${entry.Egress === true ? 'egress' : 'ingress'} ${entry.RuleNumber} ${entry.CidrBlock} ${protocol}${ports}`
}

/** The way to the source: a gateway of the VPC whose routes come to the tables, or a peering with routes of its own. */
async function checkConnectivity({ site, clients, resources }: DeployedSite, vpcId: string): Promise<void> {
  const way = site.network.connectivity
  const { RouteTables = [] } = await clients.ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  )
  const inner = RouteTables.filter(({ Routes = [] }) => Routes.some(({ NatGatewayId }) => NatGatewayId !== undefined))
  switch (way.kind) {
    case 'none':
      return
    case 'peering': {
      const { VpcPeeringConnections = [] } = await clients.ec2.send(new DescribeVpcPeeringConnectionsCommand({}))
      const peering = VpcPeeringConnections.find(
        ({ RequesterVpcInfo, AccepterVpcInfo }) =>
          RequesterVpcInfo?.VpcId === vpcId || AccepterVpcInfo?.VpcId === vpcId,
      )
      expect(peering?.Status?.Code).toBe('active')
      const routes = inner.map(({ Routes = [] }) =>
        Routes.some(
          (route) =>
            route.DestinationCidrBlock === way.peerCidr &&
            route.VpcPeeringConnectionId === peering?.VpcPeeringConnectionId,
        ),
      )
      expect(routes).toEqual(inner.map(() => true))
      return
    }
    case 'vpn':
    case 'direct-connect': {
      const attached = { Name: 'attachment.vpc-id', Values: [vpcId] }
      const { VpnGateways = [] } = await clients.ec2.send(new DescribeVpnGatewaysCommand({ Filters: [attached] }))
      expect(VpnGateways).toHaveLength(1)
      const gateway = VpnGateways[0]?.VpnGatewayId
      if (way.kind === 'vpn') expect(gateway).toBe(way.vpnGatewayId)
      const reached = inner.map(({ PropagatingVgws = [], Routes = [] }) => [
        ...PropagatingVgws.map(({ GatewayId }) => GatewayId),
        ...Routes.map(({ GatewayId }) => GatewayId),
      ])
      for (const gateways of reached) expect(gateways).toContain(gateway)
      if (way.kind === 'direct-connect' && way.gatewayId !== null) {
        const association = resources.find(({ type }) => type === 'aws_dx_gateway_association')
        expect(association?.values).toMatchObject({
          dx_gateway_id: way.gatewayId,
          associated_gateway_id: gateway,
          allowed_prefixes: way.allowedPrefixes,
        })
      }
      return
    }
    default:
      throw way satisfies never
  }
}

function nameOf({ Tags = [] }: Subnet): string | undefined {
  return Tags.find(({ Key }) => Key === 'Name')?.Value
}
