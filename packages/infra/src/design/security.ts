import type { Context, Side } from './context.ts'
import type { Edge, GroupRole, Network, Peer, SecurityGroup } from './model/network.ts'
import { beyond, labelOf } from './network.ts'

const DESCRIPTIONS: Readonly<Record<GroupRole, string>> = {
  'load-balancer': 'Load balancer: takes requests from the internet',
  app: 'Application: takes requests from the load balancer',
  database: 'Database: takes connections from application and replication',
  replication: 'Replication instance: reads the source, writes the target',
  'log-forwarder': 'Log forwarder: sends lines to syslog on-premises',
}

/** The groups of one side; replication and log forwarding happen in the target. */
export function securityGroups(context: Context, side: Side): readonly SecurityGroup[] {
  return rolesOf(context, side).map((role) => ({
    role,
    name: context.names.of('securityGroup', `security-group-${role}`, labelOf(context, side)),
    description: DESCRIPTIONS[role],
  }))
}

function rolesOf({ infra }: Context, side: Side): readonly GroupRole[] {
  const common: readonly GroupRole[] = ['load-balancer', 'app', 'database']
  if (side === 'source') return common
  return [...common, 'replication', ...(infra.monitoring.syslog === undefined ? [] : ['log-forwarder' as const])]
}

/** All that may talk to each other. */
export function edges(context: Context, side: Side, own: Network): readonly Edge[] {
  const { infra, spec } = context
  const databasePort = spec.target.port
  const inner: readonly Edge[] = [
    edge({ kind: 'internet' }, group('load-balancer'), 80, 'requests by HTTP'),
    ...(infra.loadBalancer.certificate === undefined
      ? []
      : [edge({ kind: 'internet' }, group('load-balancer'), 443, 'requests by HTTPS')]),
    edge(group('load-balancer'), group('app'), infra.compute.port, 'requests and health checks'),
    edge(group('app'), group('database'), databasePort, 'queries of the application'),
    edge(group('app'), { kind: 'internet' }, 443, 'container images and AWS APIs, through the NAT gateway'),
  ]
  return [...inner, ...(side === 'source' ? fromTarget(context) : toSource(context, own))]
}

/** The source of a mirrored system is read, and before the hand-over written, from the VPC of the target. */
function fromTarget({ infra, spec }: Context): readonly Edge[] {
  const peer: Peer = { kind: 'cidrs', what: 'the VPC of the target', cidrs: [infra.network.cidr] }
  return [edge(peer, group('database'), spec.target.port, 'replication, and green until the hand-over')]
}

function toSource({ infra, spec }: Context, own: Network): readonly Edge[] {
  const source = sourcePeer(own)
  const port = infra.mirror === undefined ? spec.source.port : spec.target.port
  const replication: readonly Edge[] = [
    edge(group('replication'), group('database'), spec.target.port, 'what was read is written'),
    edge(group('replication'), source, port, 'the source is read'),
    edge(group('replication'), { kind: 'internet' }, 443, 'Secrets Manager and CloudWatch, through the NAT gateway'),
    edge(group('app'), source, port, 'green writes to the source until the hand-over'),
  ]
  const { syslog } = infra.monitoring
  return syslog === undefined
    ? replication
    : [...replication, edge(group('log-forwarder'), source, portOf(syslog), 'log lines to syslog')]
}

/** Where the source is: a private network, or, without a line, the internet. */
function sourcePeer({ connectivity }: Network): Peer {
  const cidrs = beyond(connectivity)
  if (cidrs.length === 0) return { kind: 'internet' }
  return { kind: 'cidrs', what: connectivity.kind === 'peering' ? 'the VPC of the source' : 'on-premises', cidrs }
}

/** Of `host:port`, which the declaration has checked. */
export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}

function group(role: GroupRole): Peer {
  return { kind: 'group', role }
}

function edge(from: Peer, to: Peer, port: number, reason: string): Edge {
  return { from, to, port, reason }
}
