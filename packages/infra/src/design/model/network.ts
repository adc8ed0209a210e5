/** Where a subnet's machines may be reached from. */
export type Tier = 'public' | 'app' | 'database'

export interface Subnet {
  readonly name: string
  readonly tier: Tier
  /** Such as `us-east-1a`. */
  readonly zone: string
  readonly cidr: string
}

/** Everything below one VPC, and how it reaches what is not in it. */
export interface Network {
  readonly name: string
  /** IPv4, such as `10.0.0.0/16`. */
  readonly cidr: string
  readonly zones: readonly string[]
  /** Every tier has one subnet in every zone. Where the database has no subnets of its own, it lives in `app`. */
  readonly subnets: readonly Subnet[]
  readonly databaseTier: 'app' | 'database'
  readonly internetGatewayName: string
  /** One for each zone, or one for all; it stands in the public subnet of its zone. */
  readonly natGateways: readonly { readonly name: string; readonly zone: string }[]
  readonly routeTables: readonly RouteTable[]
  /** One for each tier; empty where security groups alone separate the tiers. */
  readonly acls: readonly NetworkAcl[]
  readonly connectivity: Connectivity
}

/** One for the public subnets; for the others one in each zone, so that a zone leaves through its own NAT gateway. */
export interface RouteTable {
  readonly name: string
  readonly tiers: readonly Tier[]
  /** `null` for the one of all zones. */
  readonly zone: string | null
  readonly internet: 'internet-gateway' | 'nat-gateway'
  /** Zone of the NAT gateway the table leads to; `null` for the public one. */
  readonly natZone: string | null
  /** Reached through `connectivity`, beside the VPC itself. */
  readonly privateCidrs: readonly string[]
}

export interface NetworkAcl {
  readonly name: string
  readonly tier: Tier
  readonly rules: readonly AclRule[]
}

export interface AclRule {
  readonly direction: 'ingress' | 'egress'
  readonly number: number
  readonly cidr: string
  readonly protocol: 'tcp' | 'udp' | 'all'
  readonly fromPort: number
  readonly toPort: number
  readonly reason: string
}

/** The way to the source's network. */
export type Connectivity =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'direct-connect'
      readonly virtualPrivateGatewayName: string
      /** An existing Direct Connect gateway; `null` until the operator has one: no association is made. */
      readonly gatewayId: string | null
      readonly virtualInterfaceId: string | null
      readonly onPremisesCidrs: readonly string[]
      /** What the association announces to on-premises: the VPC. */
      readonly allowedPrefixes: readonly string[]
    }
  | {
      readonly kind: 'vpn'
      /** All three exist already and are read, never made or changed. */
      readonly vpnGatewayId: string
      readonly customerGatewayId: string
      readonly vpnConnectionId: string
      readonly onPremisesCidrs: readonly string[]
    }
  | {
      readonly kind: 'peering'
      readonly name: string
      /** The VPC of the other site. */
      readonly peerCidr: string
    }

/** What a security group stands for; one of each in a site. */
export type GroupRole = 'load-balancer' | 'app' | 'database' | 'replication' | 'log-forwarder'

export interface SecurityGroup {
  readonly role: GroupRole
  /** Never starts with `sg-`, which AWS keeps for its own ids. */
  readonly name: string
  readonly description: string
}

export type Peer =
  | { readonly kind: 'group'; readonly role: GroupRole }
  | { readonly kind: 'cidrs'; readonly what: string; readonly cidrs: readonly string[] }
  | { readonly kind: 'internet' }

/**
 * One allowed connection. It opens the egress of `from` and the ingress of `to`, where these are groups of the site.
 * Nothing else is open, in either direction.
 */
export interface Edge {
  readonly from: Peer
  readonly to: Peer
  readonly port: number
  readonly reason: string
}
