import type { ResolvedInfrastructure } from '@causeway/spec'
import { days, deliversLogs, type Context, type Side } from './context.ts'
import { keyFor } from './keys.ts'
import type { Bucket, BucketPurpose, LifecycleRule } from './model/storage.ts'
import { labelOf } from './network.ts'

type Declared = ResolvedInfrastructure['storage'][number]

const ABORT_UPLOADS_DAYS = 7
const ACCESS_LOG_DAYS = 90
const REPLICATED_WITHIN_MINUTES = 15

/** The buckets of one side: what is declared, and what logs need. */
export function buckets(context: Context, side: Side): readonly Bucket[] {
  const { infra, production } = context
  const isTarget = side === 'target'
  return [
    ...infra.storage.map((declared) => ofData(context, side, declared)),
    ...(infra.loadBalancer.accessLogs ? [ofLogs(context, side, 'access-logs')] : []),
    ...(isTarget && deliversLogs(infra) ? [ofLogs(context, side, 'log-archive')] : []),
    ...(isTarget && production ? [ofLogs(context, side, 'audit-trail')] : []),
  ]
}

export function bucketName(context: Context, side: Side, purpose: BucketPurpose): string {
  return context.names.of('bucket', purpose, labelOf(context, side))
}

function base(
  context: Context,
  side: Side,
  purpose: BucketPurpose,
): Pick<Bucket, 'purpose' | 'name' | 'emptyOnDestroy'> {
  return { purpose, name: bucketName(context, side, purpose), emptyOnDestroy: !context.production }
}

function encryption(context: Context, side: Side): Bucket['encryption'] {
  const key = keyFor(context, side, 'storage')
  return key === null ? { kind: 's3' } : { kind: 'kms', key }
}

function ofData(context: Context, side: Side, declared: Declared): Bucket {
  return {
    ...base(context, side, declared.purpose),
    versioned: true,
    encryption: encryption(context, side),
    lifecycle: [lifecycle(declared)],
    replication:
      declared.replicate && side === 'source'
        ? {
            ruleId: `replicate-${declared.purpose}`,
            role: 'bucket-replication',
            withinMinutes: REPLICATED_WITHIN_MINUTES,
            deleteMarkers: true,
          }
        : null,
    writers: [],
    retain: context.production,
  }
}

function lifecycle({ transitions, noncurrentTransitions, noncurrentExpiry }: Declared): LifecycleRule {
  return {
    id: 'tier',
    prefix: '',
    transitions: transitions.map(({ after, to }) => ({ days: days(after), to })),
    noncurrentTransitions: noncurrentTransitions.map(({ after, to }) => ({ days: days(after), to })),
    expireDays: null,
    noncurrentExpireDays: noncurrentExpiry === undefined ? null : days(noncurrentExpiry),
    abortUploadsAfterDays: ABORT_UPLOADS_DAYS,
  }
}

const WRITERS: Readonly<Partial<Record<BucketPurpose, Bucket['writers']>>> = {
  'access-logs': ['load-balancer-logs'],
  'audit-trail': ['cloudtrail'],
}

function ofLogs(context: Context, side: Side, purpose: 'access-logs' | 'log-archive' | 'audit-trail'): Bucket {
  const kept = Math.max(ACCESS_LOG_DAYS, days(context.infra.monitoring.logRetention))
  return {
    ...base(context, side, purpose),
    versioned: purpose === 'audit-trail',
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html: SSE-S3 only.
    encryption: purpose === 'access-logs' ? { kind: 's3' } : encryption(context, side),
    lifecycle: [
      {
        id: 'expire',
        prefix: '',
        transitions: [],
        noncurrentTransitions: [],
        expireDays: kept,
        noncurrentExpireDays: null,
        abortUploadsAfterDays: ABORT_UPLOADS_DAYS,
      },
    ],
    replication: null,
    writers: WRITERS[purpose] ?? [],
    retain: context.production,
  }
}
