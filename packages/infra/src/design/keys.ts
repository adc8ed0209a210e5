import { deliversLogs, type Context, type Side } from './context.ts'
import type { Key, KeyPurpose } from './model/database.ts'
import { labelOf } from './network.ts'

const DESCRIPTIONS: Readonly<Record<KeyPurpose, string>> = {
  database: 'Storage, backups and Performance Insights of the database',
  storage: 'Buckets with data of the application',
  logs: 'Log groups',
  secrets: 'Logins in Secrets Manager and Systems Manager',
  replication: 'Storage of the replication instance and its endpoints',
  notifications: 'Messages of the topic',
}

const PRODUCTION_WINDOW_DAYS = 30
const SHORTEST_WINDOW_DAYS = 7

/**
 * Customer-managed keys, one for each purpose there is. Where AWS keeps the keys only the topic has one: services cannot
 * publish under `alias/aws/sns`. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function keys(context: Context, side: Side): readonly Key[] {
  const { infra, names, production } = context
  return purposesOf(context, side).map((purpose) => ({
    purpose,
    alias: `alias/${names.of('alias', `key-${purpose}`, labelOf(context, side))}`,
    description: DESCRIPTIONS[purpose],
    rotation: true,
    deletionWindowDays: production ? PRODUCTION_WINDOW_DAYS : SHORTEST_WINDOW_DAYS,
    services: servicesOf(purpose, infra.region, production),
  }))
}

/** The key of a purpose on this side, or `null` for the one AWS keeps. */
export function keyFor(context: Context, side: Side, purpose: KeyPurpose): KeyPurpose | null {
  return purposesOf(context, side).includes(purpose) ? purpose : null
}

function purposesOf({ infra, production }: Context, side: Side): readonly KeyPurpose[] {
  const topic: readonly KeyPurpose[] = side === 'target' && infra.notifications !== undefined ? ['notifications'] : []
  if (infra.encryption === 'aws') return topic
  const hasBuckets = infra.storage.length > 0 || deliversLogs(infra) || production
  const common: readonly KeyPurpose[] = ['database', ...(hasBuckets ? ['storage' as const] : []), 'logs', 'secrets']
  if (side === 'source') return common
  return [...common, 'replication', ...topic]
}

/** Services that use a key without a role of ours. */
function servicesOf(purpose: KeyPurpose, region: string, production: boolean): readonly string[] {
  switch (purpose) {
    case 'logs':
      return [`logs.${region}.amazonaws.com`]
    case 'notifications':
      return ['cloudwatch.amazonaws.com', 'dms.amazonaws.com']
    case 'storage':
      return production ? ['cloudtrail.amazonaws.com'] : []
    case 'database':
    case 'secrets':
    case 'replication':
      return []
    default:
      throw purpose satisfies never
  }
}
