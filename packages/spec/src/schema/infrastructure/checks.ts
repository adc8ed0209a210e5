import type * as z from 'zod'
import { addressCount, cidrsOverlap, parseCidr } from '../../units/cidr.ts'
import { refuse } from '../fields.ts'

/** What the checks between the parts of the section look at. */
interface Parts {
  readonly protection: 'ephemeral' | 'production'
  readonly region: string
  readonly network: {
    readonly cidr: string
    readonly zones: readonly string[]
    readonly subnetPrefix: number
    readonly databaseSubnets: boolean
  }
  readonly connectivity: { readonly kind: string; readonly onPremises?: readonly string[] | undefined }
  readonly mirror?: { readonly cidr: string } | undefined
  readonly database: { readonly engine: string; readonly instances: number; readonly standby?: boolean | undefined }
  readonly replication: { readonly instanceClass?: string | undefined; readonly multiAz?: boolean | undefined }
  readonly compute: { readonly kind: string }
  readonly loadBalancer: { readonly certificate?: string | undefined }
  readonly shift: { readonly by: 'load-balancer' | 'dns' }
  readonly dns?: { readonly zone: string; readonly onPremises?: string | undefined } | undefined
  readonly storage: readonly { readonly replicate: boolean }[]
  readonly monitoring: { readonly syslog?: string | undefined }
  readonly secrets: { readonly source: { readonly kind: string } }
}

type Context = z.core.$RefinementCtx

/** Checks between the parts of the section; each is sound by itself. */
export function checkInfrastructure(parts: Parts, context: Context): void {
  checkAddresses(parts, context)
  checkShift(parts, context)
  checkProtection(parts, context)
  checkSource(parts, context)
}

function contradict(context: Context, path: readonly PropertyKey[], allowed: string, sentence: string): void {
  refuse(context, 'contradiction', { allowed, sentence, path })
}

function checkAddresses({ network, mirror, connectivity }: Parts, context: Context): void {
  const vpc = parseCidr(network.cidr)
  if (vpc === null) return
  const tiers = network.databaseSubnets ? 3 : 2
  const needed = tiers * network.zones.length * addressCount({ first: 0, prefix: network.subnetPrefix })
  if (needed > addressCount(vpc)) {
    const sentence = `is ${network.subnetPrefix}: ${tiers * network.zones.length} subnets of that size do not fit into ${network.cidr}`
    contradict(context, ['network', 'subnetPrefix'], 'a longer prefix, or a larger network.cidr', sentence)
  }
  const others = (connectivity.onPremises ?? []).map(
    (block, index) => [['connectivity', 'onPremises', index], block] as const,
  )
  const mirrored = mirror === undefined ? [] : [[['mirror', 'cidr'], mirror.cidr] as const]
  const blocks = [[['network', 'cidr'], network.cidr] as const, ...mirrored, ...others]
  for (const [index, [path, written]] of blocks.entries()) {
    const clash = blocks.slice(0, index).find(([, earlier]) => overlap(earlier, written))
    if (clash === undefined) continue
    const sentence = `is ${written}, which overlaps ${nameOf(clash[0])}, ${clash[1]}; traffic between them could not be routed`
    contradict(context, path, `a block outside ${clash[1]}`, sentence)
  }
}

function overlap(left: string, right: string): boolean {
  const [first, second] = [parseCidr(left), parseCidr(right)]
  return first !== null && second !== null && cidrsOverlap(first, second)
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, key) => `${name}${typeof key === 'number' ? `[${key}]` : `${name === '' ? '' : '.'}${String(key)}`}`,
    '',
  )
}

function checkShift({ shift, dns, mirror, compute, storage }: Parts, context: Context): void {
  if (shift.by === 'dns') {
    if (dns === undefined) {
      return contradict(
        context,
        ['dns'],
        'a section with zone',
        'is missing: shift.by is "dns", which needs a zone for its records',
      )
    }
    if (mirror === undefined && dns.onPremises === undefined) {
      const sentence = 'is missing: shift.by is "dns" and the source is not made here, so that blue has no address'
      contradict(context, ['dns', 'onPremises'], 'a host name or an IPv4 address', sentence)
    }
  } else {
    const cause =
      mirror !== undefined
        ? 'each side of a mirrored system has a load balancer of its own'
        : compute.kind === 'autoscaling'
          ? 'one Auto Scaling group has one target group'
          : null
    if (cause !== null) contradict(context, ['shift', 'by'], 'dns', `is "load-balancer", but ${cause}; it must be dns`)
  }
  for (const [index, { replicate }] of storage.entries()) {
    if (!replicate || mirror !== undefined) continue
    const sentence = 'is true, but the source is not made here; remove it, or declare mirror'
    contradict(context, ['storage', index, 'replicate'], 'false', sentence)
  }
}

function checkProtection({ protection, loadBalancer, replication, database, region }: Parts, context: Context): void {
  const certificateRegion = loadBalancer.certificate?.split(':')[3]
  if (certificateRegion !== undefined && certificateRegion !== region) {
    const sentence = `is in ${certificateRegion}, but the load balancer is in ${region}; a certificate is used in its own region only`
    contradict(context, ['loadBalancer', 'certificate'], `a certificate in ${region}`, sentence)
  }
  if (protection !== 'production') return
  const because = 'protection is "production"'
  if (loadBalancer.certificate === undefined) {
    const sentence = `is missing: ${because}, which serves HTTPS`
    contradict(context, ['loadBalancer', 'certificate'], 'the ARN of a certificate in ACM', sentence)
  }
  if (replication.multiAz === false) {
    contradict(context, ['replication', 'multiAz'], 'true, or nothing', `is false, but ${because}, which has a standby`)
  }
  if (replication.instanceClass !== undefined && /\.t3\.(micro|small)$/.test(replication.instanceClass)) {
    const sentence = `is ${replication.instanceClass}, but ${because}, which needs dms.t3.medium or larger`
    contradict(context, ['replication', 'instanceClass'], 'dms.t3.medium or larger, or nothing', sentence)
  }
  if (database.standby === false && database.engine === 'rds-postgresql') {
    contradict(context, ['database', 'standby'], 'true', `is false, but ${because}, which has a standby`)
  }
  if (database.engine !== 'rds-postgresql' && database.instances < 2) {
    contradict(context, ['database', 'instances'], '2 or more', `is 1, but ${because}, which has a reader to take over`)
  }
}

function checkSource({ mirror, connectivity, secrets, monitoring, database }: Parts, context: Context): void {
  if (mirror !== undefined) {
    if (connectivity.kind !== 'none') {
      const sentence = `is "${connectivity.kind}", but the source is made here, in a VPC that is peered; remove it`
      contradict(context, ['connectivity', 'kind'], 'none', sentence)
    }
    if (database.engine !== 'rds-postgresql') {
      const sentence = `is "${database.engine}", but a source made here is an RDS instance; it must be rds-postgresql`
      contradict(context, ['database', 'engine'], 'rds-postgresql', sentence)
    }
    if (secrets.source.kind === 'existing') {
      const sentence = 'is "existing", but the source is made here, with a password made for it'
      contradict(context, ['secrets', 'source', 'kind'], 'generated, or nothing', sentence)
    }
  } else if (secrets.source.kind === 'generated') {
    const sentence = 'is "generated", but the source is not made here: it has its password already'
    contradict(context, ['secrets', 'source', 'kind'], 'input or existing', sentence)
  }
  if (monitoring.syslog !== undefined && connectivity.kind === 'none') {
    const sentence = 'needs a private line to on-premises, but connectivity.kind is "none"'
    contradict(context, ['monitoring', 'syslog'], 'nothing', sentence)
  }
}
