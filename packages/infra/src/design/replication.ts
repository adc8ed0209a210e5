import type { Context, Side } from './context.ts'
import { keyFor } from './keys.ts'
import type { Replication, ReplicationEndpoint, ReplicationTask } from './model/replication.ts'
import { sizing } from './sizing.ts'
import { replicateSettings, tableMappings, validateSettings } from './task-settings.ts'

/** AWS DMS: one instance in the target's network that reads the source and writes the target. */
export function replication(context: Context): Replication {
  const { infra, names, spec } = context
  const size = sizing(spec)
  return {
    instance: {
      name: names.of('replicationInstance', 'dms'),
      instanceClass: size.replicationInstanceClass,
      storageGb: size.replicationStorageGb,
      engineVersion: infra.replication.engineVersion,
      multiAz: size.replicationMultiAz,
      subnetGroupName: names.of('replication', 'dms-subnet-group'),
      maintenanceWindow: infra.replication.maintenanceWindow,
      key: keyFor(context, 'target', 'replication'),
    },
    source: endpoint(context, 'source'),
    target: endpoint(context, 'target'),
    tasks: tasks(context),
    eventSubscriptions: infra.notifications === undefined ? [] : eventSubscriptions(context),
  }
}

function endpoint(context: Context, side: Side): ReplicationEndpoint {
  const { infra, names, spec } = context
  const isMade = side === 'target' || infra.mirror !== undefined
  const { host, port } = spec[side]
  return {
    side,
    name: names.of('replication', 'dms-endpoint', side),
    engine: engineOf(context, side),
    at: isMade ? { kind: 'database' } : { kind: 'address', host, port },
    databaseName: spec[side].database,
    sslMode: sslModeOf(context, side, isMade),
    certificateArn: infra.replication.certificate ?? null,
    credential: side,
    accessRole: `dms-access-${side}`,
  }
}

function engineOf({ infra, spec }: Context, side: Side): ReplicationEndpoint['engine'] {
  if (side === 'source' && infra.mirror === undefined) return spec.source.engine
  const names = {
    'aurora-mysql': 'aurora',
    'aurora-postgresql': 'aurora-postgresql',
    'rds-postgresql': 'postgres',
  } as const
  return names[infra.database.engine]
}

/** Whether the server is proven depends on the certificate DMS was given; what is made here always encrypts. */
function sslModeOf({ infra, spec }: Context, side: Side, isMade: boolean): ReplicationEndpoint['sslMode'] {
  const isVerified = infra.replication.certificate !== undefined
  if (isMade) return isVerified ? 'verify-full' : 'require'
  const { mode } = spec[side].tls
  if (mode === 'disable') return 'none'
  return isVerified ? mode : 'require'
}

function tasks({ infra, names, spec }: Context): readonly ReplicationTask[] {
  const mappings = tableMappings(spec.scope, { engine: spec.source.engine, database: spec.source.database })
  const copy: ReplicationTask = {
    purpose: 'replicate',
    name: names.of('replication', 'replication'),
    resourceIdentifier: names.of('resourceIdentifier', 'replication'),
    migrationType: 'full-load-and-cdc',
    tableMappings: mappings,
    settings: replicateSettings(infra.replication),
  }
  if (!infra.replication.validation) return [copy]
  return [
    copy,
    {
      purpose: 'validate',
      name: names.of('replication', 'validation'),
      resourceIdentifier: names.of('resourceIdentifier', 'validation'),
      migrationType: 'cdc',
      tableMappings: mappings,
      settings: validateSettings(infra.replication),
    },
  ]
}

function eventSubscriptions({ names }: Context): Replication['eventSubscriptions'] {
  return [
    {
      name: names.of('replication', 'dms-task-events'),
      source: 'replication-task',
      categories: ['configuration change', 'failure', 'state change'],
    },
    {
      name: names.of('replication', 'dms-instance-events'),
      source: 'replication-instance',
      categories: ['failover', 'failure', 'low storage', 'maintenance'],
    },
  ]
}
