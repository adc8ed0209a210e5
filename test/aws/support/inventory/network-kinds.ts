import {
  DescribeAddressesCommand,
  DescribeVpnGatewaysCommand,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  paginateDescribeVpcs,
  type EC2Client,
} from '@aws-sdk/client-ec2'
import { collect, type Kind } from './collect.ts'

export const NETWORK_KINDS: Readonly<Record<string, Kind>> = {
  vpc: async ({ ec2 }) => [...(await standingVpcs(ec2))],
  subnet: async ({ ec2: client }) =>
    (await collect(paginateDescribeSubnets({ client }, {}), (page) => page.Subnets)).map(({ SubnetId }) => SubnetId),
  'internet gateway': async ({ ec2: client }) => {
    const all = await collect(paginateDescribeInternetGateways({ client }, {}), (page) => page.InternetGateways)
    return all.map(({ InternetGatewayId }) => InternetGatewayId)
  },
  'NAT gateway': async ({ ec2: client }) => {
    const all = await collect(paginateDescribeNatGateways({ client }, {}), (page) => page.NatGateways)
    return all.filter(({ State }) => State !== 'deleted').map(({ NatGatewayId }) => NatGatewayId)
  },
  address: async ({ ec2 }) =>
    ((await ec2.send(new DescribeAddressesCommand({}))).Addresses ?? []).map(({ AllocationId }) => AllocationId),
  'route table': async ({ ec2: client }) => {
    const all = await collect(paginateDescribeRouteTables({ client }, {}), (page) => page.RouteTables)
    return all.map(({ RouteTableId }) => RouteTableId)
  },
  // A VPC takes its ACLs and interfaces with it; moto keeps them, in a VPC that is gone.
  'network ACL': async ({ ec2: client }) => {
    const standing = await standingVpcs(client)
    const all = await collect(paginateDescribeNetworkAcls({ client }, {}), (page) => page.NetworkAcls)
    return all.filter(({ VpcId = '' }) => standing.has(VpcId)).map(({ NetworkAclId }) => NetworkAclId)
  },
  'network interface': async ({ ec2: client }) => {
    const standing = await standingVpcs(client)
    const all = await collect(paginateDescribeNetworkInterfaces({ client }, {}), (page) => page.NetworkInterfaces)
    return all.filter(({ VpcId = '' }) => standing.has(VpcId)).map(({ NetworkInterfaceId }) => NetworkInterfaceId)
  },
  'security group': async ({ ec2: client }) => {
    const all = await collect(paginateDescribeSecurityGroups({ client }, {}), (page) => page.SecurityGroups)
    return all.map(({ GroupId }) => GroupId)
  },
  'VPC endpoint': async ({ ec2: client }) => {
    const all = await collect(paginateDescribeVpcEndpoints({ client }, {}), (page) => page.VpcEndpoints)
    return all.map(({ VpcEndpointId }) => VpcEndpointId)
  },
  peering: async ({ ec2: client }) => {
    const pages = paginateDescribeVpcPeeringConnections({ client }, {})
    const all = await collect(pages, (page) => page.VpcPeeringConnections)
    return all.filter(({ Status }) => Status?.Code !== 'deleted').map((one) => one.VpcPeeringConnectionId)
  },
  'VPN gateway': async ({ ec2 }) => {
    const { VpnGateways = [] } = await ec2.send(new DescribeVpnGatewaysCommand({}))
    return VpnGateways.filter(({ State }) => State !== 'deleted').map(({ VpnGatewayId }) => VpnGatewayId)
  },
  machine: async ({ ec2: client }) => {
    const all = await collect(paginateDescribeInstances({ client }, {}), (page) => page.Reservations)
    const machines = all.flatMap(({ Instances = [] }) => Instances)
    return machines.filter(({ State }) => State?.Name !== 'terminated').map(({ InstanceId }) => InstanceId)
  },
  'launch template': async ({ ec2: client }) => {
    const all = await collect(paginateDescribeLaunchTemplates({ client }, {}), (page) => page.LaunchTemplates)
    return all.map(({ LaunchTemplateId }) => LaunchTemplateId)
  },
}

async function standingVpcs(client: EC2Client): Promise<ReadonlySet<string>> {
  const all = await collect(paginateDescribeVpcs({ client }, {}), (page) => page.Vpcs)
  return new Set(all.map(({ VpcId = '' }) => VpcId))
}
