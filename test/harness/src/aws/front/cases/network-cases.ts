import {
  AuthorizeSecurityGroupIngressCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeVpcsCommand,
  DisableVgwRoutePropagationCommand,
  EC2Client,
  EnableVgwRoutePropagationCommand,
} from '@aws-sdk/client-ec2'
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53'
import { expect } from 'vitest'
import { askJson, type RepairCases } from './repair-case.ts'

export const NETWORK_CASES: RepairCases = {
  'route-propagation': {
    async ask(sdk) {
      const ec2 = new EC2Client(sdk)
      const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
      const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: Vpc?.VpcId }))
      const route = { RouteTableId: RouteTable?.RouteTableId, GatewayId: 'vgw-1' }
      await ec2.send(new EnableVgwRoutePropagationCommand(route))
      await ec2.send(new EnableVgwRoutePropagationCommand({ ...route, GatewayId: 'vgw-2' }))
      await ec2.send(new DisableVgwRoutePropagationCommand(route))
      const { RouteTables } = await ec2.send(
        new DescribeRouteTablesCommand({ RouteTableIds: [RouteTable?.RouteTableId ?? ''] }),
      )
      return RouteTables?.[0]?.PropagatingVgws
    },
    aws: [{ GatewayId: 'vgw-2' }],
  },
  'rule-descriptions': {
    async ask(sdk) {
      const ec2 = new EC2Client(sdk)
      const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}))
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: `group-${Math.floor(Math.random() * 1e6)}`,
          Description: 'sample',
          VpcId: Vpcs?.[0]?.VpcId,
        }),
      )
      const port = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 }
      const pair = { GroupId, Description: 'reads & writes' }
      await ec2.send(
        new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [{ ...port, UserIdGroupPairs: [pair] }] }),
      )
      const { SecurityGroupRules = [] } = await ec2.send(
        new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId ?? ''] }] }),
      )
      return SecurityGroupRules.filter(({ IsEgress }) => IsEgress === false).map(({ Description }) => Description)
    },
    aws: ['reads & writes'],
  },
  'private-zone': {
    async ask(sdk) {
      const { HostedZone } = await new Route53Client(sdk).send(
        new CreateHostedZoneCommand({
          Name: 'sample.internal',
          CallerReference: String(Math.random()),
          VPC: { VPCId: 'vpc-1', VPCRegion: 'us-east-1' },
          HostedZoneConfig: { Comment: 'sample' },
        }),
      )
      return HostedZone?.Config?.PrivateZone
    },
    aws: true,
  },
  'direct-connect-gateways': {
    async ask(sdk) {
      const target = (operation: string): string => `OvertureService.${operation}`
      const call = (operation: string, input: object): Promise<unknown> =>
        askJson(sdk, 'directconnect', target(operation), input)
      const made = (await call('CreateDirectConnectGateway', { directConnectGatewayName: 'dx' })) as {
        readonly directConnectGateway: { readonly directConnectGatewayId: string }
      }
      const { directConnectGatewayId } = made.directConnectGateway
      const prefixes = [{ cidr: '10.0.0.0/16' }]
      await call('CreateDirectConnectGatewayAssociation', {
        directConnectGatewayId,
        gatewayId: 'vgw-1',
        addAllowedPrefixesToDirectConnectGateway: prefixes,
      })
      return call('DescribeDirectConnectGatewayAssociations', { directConnectGatewayId })
    },
    aws: {
      directConnectGatewayAssociations: [
        expect.objectContaining({
          associationState: 'associated',
          allowedPrefixesToDirectConnectGateway: [{ cidr: '10.0.0.0/16' }],
        }),
      ],
    },
  },
}
