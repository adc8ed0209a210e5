import { formatCidr, parseCidr } from '@causeway/spec'
import type { Context, Side } from './context.ts'
import type { AclRule, Connectivity, Network, NetworkAcl, RouteTable, Subnet, Tier } from './model/network.ts'

/** The VPC of one side. */
export function network(context: Context, side: Side): Network {
  const { infra, names } = context
  const cidr = side === 'source' && infra.mirror !== undefined ? infra.mirror.cidr : infra.network.cidr
  const zones = infra.network.zones.map((letter) => `${infra.region}${letter}`)
  const tag = (type: string): string => names.of('tag', type, labelOf(context, side))
  const natZones = infra.network.natGateways === 'one' ? zones.slice(0, 1) : zones
  const connectivity = connectivityOf(context, side)
  return {
    name: tag('vpc'),
    cidr,
    zones,
    subnets: subnets(context, side, { cidr, zones }),
    databaseTier: infra.network.databaseSubnets ? 'database' : 'app',
    internetGatewayName: tag('igw'),
    natGateways: natZones.map((zone) => ({ name: tag(`nat-${zone.slice(-1)}`), zone })),
    routeTables: routeTables(tag, tiersOf(context), { zones, natZones, privateCidrs: beyond(connectivity) }),
    acls: infra.network.acls ? acls(context, tag, cidr, beyond(connectivity)) : [],
    connectivity,
  }
}

/** Names tell the side only where there are two. */
export function labelOf({ infra }: Context, side: Side): Side | null {
  return infra.mirror === undefined ? null : side
}

/** From the outside in. */
export function tiersOf({ infra }: Context): readonly Tier[] {
  return infra.network.databaseSubnets ? ['public', 'app', 'database'] : ['public', 'app']
}

/** Every tier starts at a multiple of this many subnets, where there is room: so that 10.0.10.0/24 is seen to be of the app. */
const READABLE_STRIDE = 10

function subnets(
  context: Context,
  side: Side,
  { cidr, zones }: { readonly cidr: string; readonly zones: readonly string[] },
): readonly Subnet[] {
  const { infra, names } = context
  const vpc = parseCidr(cidr)
  if (vpc === null) throw new RangeError(`${cidr} is no block of addresses`)
  const { subnetPrefix: prefix } = infra.network
  const tiers = tiersOf(context)
  const room = 2 ** (prefix - vpc.prefix)
  const stride = room >= tiers.length * READABLE_STRIDE ? READABLE_STRIDE : zones.length
  return tiers.flatMap((tier, rank) =>
    zones.map((zone, index) => ({
      name: names.of('tag', `subnet-${tier}-${zone.slice(-1)}`, labelOf(context, side)),
      tier,
      zone,
      cidr: formatCidr({ first: vpc.first + (rank * stride + index) * 2 ** (32 - prefix), prefix }),
    })),
  )
}

function connectivityOf({ infra, names }: Context, side: Side): Connectivity {
  const { connectivity, mirror, network: declared } = infra
  if (mirror !== undefined) {
    const peerCidr = side === 'source' ? declared.cidr : mirror.cidr
    return { kind: 'peering', name: names.of('tag', 'peering'), peerCidr }
  }
  switch (connectivity.kind) {
    case 'none':
      return { kind: 'none' }
    case 'direct-connect':
      return {
        kind: 'direct-connect',
        virtualPrivateGatewayName: names.of('tag', 'vgw'),
        gatewayId: connectivity.gatewayId ?? null,
        virtualInterfaceId: connectivity.virtualInterfaceId ?? null,
        onPremisesCidrs: connectivity.onPremises,
        allowedPrefixes: [declared.cidr],
      }
    case 'vpn': {
      const { vpnGatewayId, customerGatewayId, vpnConnectionId, onPremises } = connectivity
      return { kind: 'vpn', vpnGatewayId, customerGatewayId, vpnConnectionId, onPremisesCidrs: onPremises }
    }
    default:
      throw connectivity satisfies never
  }
}

/** Blocks that are reached privately, beside the VPC itself. */
export function beyond(connectivity: Connectivity): readonly string[] {
  if (connectivity.kind === 'none') return []
  return connectivity.kind === 'peering' ? [connectivity.peerCidr] : connectivity.onPremisesCidrs
}

interface Routes {
  readonly zones: readonly string[]
  readonly natZones: readonly string[]
  readonly privateCidrs: readonly string[]
}

function routeTables(
  tag: (type: string) => string,
  tiers: readonly Tier[],
  { zones, natZones, privateCidrs }: Routes,
): readonly RouteTable[] {
  const inner = tiers.filter((tier) => tier !== 'public')
  const outer: RouteTable = {
    name: tag('rt-public'),
    tiers: ['public'],
    zone: null,
    internet: 'internet-gateway',
    natZone: null,
    privateCidrs: [],
  }
  return [
    outer,
    ...zones.map((zone) => ({
      name: tag(`rt-private-${zone.slice(-1)}`),
      tiers: inner,
      zone,
      internet: 'nat-gateway' as const,
      natZone: natZones.includes(zone) ? zone : (natZones[0] ?? zone),
      privateCidrs,
    })),
  ]
}

const ANYWHERE = '0.0.0.0/0'

/** ACLs keep no state: what comes back, on a port above 1023, has rules of its own. */
function acls(
  context: Context,
  tag: (type: string) => string,
  vpcCidr: string,
  privateCidrs: readonly string[],
): readonly NetworkAcl[] {
  const out: readonly Rule[] = [['egress', ANYWHERE, 'all', 0, 0, 'what the tier asks for']]
  const returned: Rule = ['ingress', ANYWHERE, 'tcp', 1024, 65_535, 'answers from the internet']
  const fromVpc: Rule = ['ingress', vpcCidr, 'all', 0, 0, 'the other tiers']
  const fromPrivate = privateCidrs.map((cidr): Rule => ['ingress', cidr, 'tcp', 1024, 65_535, 'answers from beyond'])
  const port = context.spec.target.port
  const rules: Readonly<Record<Tier, readonly Rule[]>> = {
    public: [
      ['ingress', ANYWHERE, 'tcp', 80, 80, 'HTTP to the load balancer'],
      ['ingress', ANYWHERE, 'tcp', 443, 443, 'HTTPS to the load balancer'],
      returned,
      fromVpc,
      ...out,
    ],
    app: [fromVpc, returned, ...fromPrivate, ...out],
    database: [
      ['ingress', vpcCidr, 'tcp', port, port, 'the database port'],
      ['egress', vpcCidr, 'tcp', 1024, 65_535, 'answers of the database'],
    ],
  }
  return tiersOf(context).map((tier) => ({
    name: tag(`acl-${tier}`),
    tier,
    rules: rules[tier].map((rule, index) => aclRule(rule, rules[tier].slice(0, index))),
  }))
}

type Rule = readonly [
  direction: AclRule['direction'],
  cidr: string,
  protocol: AclRule['protocol'],
  from: number,
  to: number,
  reason: string,
]

/** Numbered in tens for each direction, so that others fit between. */
function aclRule([direction, cidr, protocol, fromPort, toPort, reason]: Rule, before: readonly Rule[]): AclRule {
  const number = 100 + 10 * before.filter(([other]) => other === direction).length
  return { direction, number, cidr, protocol, fromPort, toPort, reason }
}
