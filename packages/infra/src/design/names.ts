import { createHash } from 'node:crypto'
import type { InfraSpec, Side } from './context.ts'
import type { Naming } from './infra-design.ts'

/** Longest name AWS takes, by kind of resource. The strictest alphabet, small letters, digits and `-`, does for all. */
export const NAME_LIMITS = {
  /** The tag `Name`, for what has no name of its own. */
  tag: 255,
  securityGroup: 255,
  loadBalancer: 32,
  targetGroup: 32,
  database: 63,
  databaseGroup: 255,
  replicationInstance: 63,
  replication: 255,
  /** The end of a replication task's ARN. */
  resourceIdentifier: 31,
  bucket: 63,
  role: 64,
  container: 255,
  launchTemplate: 128,
  autoscalingGroup: 255,
  function: 64,
  deliveryStream: 64,
  logGroup: 512,
  alarm: 255,
  topic: 256,
  secret: 512,
  alias: 250,
  backup: 50,
  firewall: 128,
  trail: 128,
} as const satisfies Readonly<Record<string, number>>

export type NameKind = keyof typeof NAME_LIMITS

/** What is told apart by a name within its kind: `tg-blue`, and the site where there are two. */
export interface Names {
  readonly naming: Naming
  /**
   * `PREFIX-TYPE-SUFFIX` or `TYPE-ENVIRONMENT-SUFFIX`; with a side, it follows the type. A name too long for its kind is
   * cut before the suffix and told apart by four characters of its hash.
   */
  of(kind: NameKind, type: string, side?: Side | null): string
}

export function createNames(spec: InfraSpec): Names {
  const { prefix = '', suffix: declared } = spec.infrastructure.naming
  const suffix = label(declared ?? spec.suffix)
  const tail = prefix === '' ? `-${label(spec.environment)}-${suffix}` : `-${suffix}`
  return {
    naming: { prefix, suffix, tail },
    of: (kind, type, side = null) => {
      const head = [prefix, type, side].filter((part) => part !== '' && part !== null).join('-')
      return fit(`${head}${tail}`, suffix, NAME_LIMITS[kind])
    },
  }
}

/** Small letters and digits with single hyphens between them; never empty. */
function label(text: string): string {
  const cleaned = text.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return cleaned === '' ? 'main' : cleaned
}

function fit(name: string, suffix: string, limit: number): string {
  if (name.length <= limit) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 4)
  const end = `-${hash}-${suffix}`
  return `${name.slice(0, limit - end.length).replace(/-$/, '')}${end}`
}
