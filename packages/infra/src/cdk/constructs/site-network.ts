import { Tags } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import { Construct } from 'constructs'
import type { Network, RouteTable, Tier } from '../../design/model/network.ts'

export interface SiteNetworkProps {
  readonly network: Network
}

const SUBNET_TYPES: Readonly<Record<Tier, ec2.SubnetType>> = {
  public: ec2.SubnetType.PUBLIC,
  app: ec2.SubnetType.PRIVATE_WITH_EGRESS,
  database: ec2.SubnetType.PRIVATE_WITH_EGRESS,
}

/** A VPC with the addresses, zones and NAT gateways that were decided; its default security group lets nothing through. */
export class SiteNetwork extends Construct {
  readonly vpc: ec2.Vpc
  readonly #network: Network

  constructor(scope: Construct, id: string, { network }: SiteNetworkProps) {
    super(scope, id)
    this.#network = network
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      vpcName: network.name,
      ipAddresses: new DecidedAddresses(network),
      availabilityZones: [...network.zones],
      natGateways: network.natGateways.length,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [...new Set(network.subnets.map(({ tier }) => tier))].map((tier) => ({
        name: tier,
        subnetType: SUBNET_TYPES[tier],
        // Only NAT gateways and load balancers stand here; they bring their own addresses.
        ...(tier === 'public' ? { mapPublicIpOnLaunch: false } : {}),
      })),
    })
    this.#name()
  }

  get cidr(): string {
    return this.#network.cidr
  }

  /** The subnets of a tier, one in each zone. */
  subnetsOf(tier: Tier): ec2.SubnetSelection {
    return { subnetGroupName: tier }
  }

  /** The subnets the database lives in. */
  get databaseSubnets(): ec2.SubnetSelection {
    return this.subnetsOf(this.#network.databaseTier)
  }

  /** Route tables of the subnets that reach other networks privately, one for each zone and tier. */
  get privateRouteTableIds(): readonly string[] {
    return this.vpc.privateSubnets.map((subnet) => subnet.routeTable.routeTableId)
  }

  #name(): void {
    const { subnets, routeTables, natGateways, internetGatewayName } = this.#network
    Tags.of(this.vpc.node.findChild('IGW')).add('Name', internetGatewayName)
    for (const { tier, zone, name } of subnets) {
      const subnet = this.#subnet(tier, zone)
      Tags.of(subnet).add('Name', name, { includeResourceTypes: ['AWS::EC2::Subnet'] })
      const table = routeTables.find((candidate) => serves(candidate, tier, zone))
      if (table !== undefined)
        Tags.of(subnet).add('Name', table.name, { includeResourceTypes: ['AWS::EC2::RouteTable'] })
    }
    for (const { zone, name } of natGateways) {
      const includeResourceTypes = ['AWS::EC2::NatGateway', 'AWS::EC2::EIP']
      Tags.of(this.#subnet('public', zone)).add('Name', name, { includeResourceTypes })
    }
  }

  #subnet(tier: Tier, zone: string): ec2.ISubnet {
    const { subnets } = this.vpc.selectSubnets({ subnetGroupName: tier, availabilityZones: [zone] })
    const [subnet] = subnets
    if (subnet === undefined) throw new RangeError(`no ${tier} subnet in ${zone}`)
    return subnet
  }
}

function serves({ tiers, zone }: RouteTable, tier: Tier, ofZone: string): boolean {
  return tiers.includes(tier) && (zone === null || zone === ofZone)
}

/** Gives every subnet the block that was decided, in place of the next one that is free. */
class DecidedAddresses implements ec2.IIpAddresses {
  readonly #network: Network

  constructor(network: Network) {
    this.#network = network
  }

  allocateVpcCidr(): ec2.VpcIpamOptions {
    return { cidrBlock: this.#network.cidr }
  }

  allocateSubnetsCidr({ requestedSubnets }: ec2.AllocateCidrRequest): ec2.SubnetIpamOptions {
    const allocatedSubnets = requestedSubnets.map(({ configuration, availabilityZone }) => {
      const decided = this.#network.subnets.find(
        ({ tier, zone }) => tier === configuration.name && zone === availabilityZone,
      )
      if (decided === undefined)
        throw new RangeError(`no ${configuration.name} subnet was decided in ${availabilityZone}`)
      return { cidr: decided.cidr }
    })
    return { allocatedSubnets }
  }
}
