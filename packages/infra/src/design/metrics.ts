import type { Context, Side } from './context.ts'
import { compute } from './compute.ts'
import { database } from './database.ts'
import type { Colour } from './model/compute.ts'
import type { Metric } from './model/monitoring.ts'
import { replication } from './replication.ts'
import { labelOf } from './network.ts'

const MINUTE = 60
const FIVE_MINUTES = 300

/** Seconds behind: `Source` until a change is read, `Target` until it is applied. */
export function lag(context: Context, end: 'Source' | 'Target'): Metric {
  return {
    namespace: 'AWS/DMS',
    name: `CDCLatency${end}`,
    dimensions: taskDimensions(context),
    statistic: 'Average',
    periodSeconds: MINUTE,
    label: end === 'Source' ? 'until read' : 'until applied',
  }
}

export function replicationRows(context: Context, name: 'CDCIncomingChanges' | 'FullLoadThroughputRowsTarget'): Metric {
  return {
    namespace: 'AWS/DMS',
    name,
    dimensions: taskDimensions(context),
    statistic: 'Average',
    periodSeconds: MINUTE,
    label: name === 'CDCIncomingChanges' ? 'changes waiting' : 'rows loaded a second',
  }
}

/** Rows that differ, as the task that compares has counted them. */
export function validationFailures(context: Context): Metric {
  const { instance, tasks } = replication(context)
  const task = tasks.find(({ purpose }) => purpose === 'validate')
  return {
    namespace: 'AWS/DMS',
    name: 'ValidationFailedOverallCount',
    dimensions: {
      ReplicationInstanceIdentifier: instance.name,
      ReplicationTaskIdentifier: task?.resourceIdentifier ?? '',
    },
    statistic: 'Maximum',
    periodSeconds: MINUTE,
    label: 'rows that differ',
  }
}

/** CloudWatch knows a task by the end of its ARN, not by its name. */
function taskDimensions(context: Context): Metric['dimensions'] {
  const { instance, tasks } = replication(context)
  return {
    ReplicationInstanceIdentifier: instance.name,
    ReplicationTaskIdentifier: tasks[0]?.resourceIdentifier ?? '',
  }
}

/** In bytes. */
export function replicationStorage(context: Context): Metric {
  return {
    namespace: 'AWS/DMS',
    name: 'FreeStorageSpace',
    dimensions: { ReplicationInstanceIdentifier: replication(context).instance.name },
    statistic: 'Minimum',
    periodSeconds: FIVE_MINUTES,
    label: 'free storage',
  }
}

function ofDatabase(
  context: Context,
  side: Side,
  name: string,
  label: string,
  statistic: Metric['statistic'] = 'Average',
): Metric {
  const { identifier, engine } = database(context, side)
  const dimension = engine === 'rds-postgresql' ? 'DBInstanceIdentifier' : 'DBClusterIdentifier'
  const where = labelOf(context, side)
  return {
    namespace: 'AWS/RDS',
    name,
    dimensions: { [dimension]: identifier },
    statistic,
    periodSeconds: FIVE_MINUTES,
    label: where === null ? label : `${label}, ${where}`,
  }
}

/** In percent. */
export function databaseCpu(context: Context, side: Side): Metric {
  return ofDatabase(context, side, 'CPUUtilization', 'CPU')
}

export function connections(context: Context, side: Side): Metric {
  return ofDatabase(context, side, 'DatabaseConnections', 'connections')
}

/** In bytes; Aurora's data grows by itself, what can fill up is the local storage of an instance. */
export function freeStorage(context: Context, side: Side): Metric {
  const isAurora = context.infra.database.engine !== 'rds-postgresql'
  return ofDatabase(context, side, isAurora ? 'FreeLocalStorage' : 'FreeStorageSpace', 'free storage', 'Minimum')
}

export function databaseOperations(context: Context, side: Side): readonly Metric[] {
  const isAurora = context.infra.database.engine !== 'rds-postgresql'
  const [read, write] = isAurora ? ['VolumeReadIOPs', 'VolumeWriteIOPs'] : ['ReadIOPS', 'WriteIOPS']
  return [ofDatabase(context, side, read, 'reads'), ofDatabase(context, side, write, 'writes')]
}

/** CPU and memory of the tasks, or CPU of the machines, in percent. */
export function computeUse(context: Context, side: Side): readonly Metric[] {
  const app = compute(context, side)
  const where = labelOf(context, side)
  const suffix = where === null ? '' : `, ${where}`
  if (app.kind === 'autoscaling') {
    return [
      {
        namespace: 'AWS/EC2',
        name: 'CPUUtilization',
        dimensions: { AutoScalingGroupName: app.name },
        statistic: 'Average',
        periodSeconds: FIVE_MINUTES,
        label: `CPU${suffix}`,
      },
    ]
  }
  return app.services.flatMap((service) =>
    (['CPUUtilization', 'MemoryUtilization'] as const).map((name) => ({
      namespace: 'AWS/ECS',
      name,
      dimensions: { ClusterName: app.clusterName, ServiceName: service.name },
      statistic: 'Average' as const,
      periodSeconds: FIVE_MINUTES,
      label: `${name === 'CPUUtilization' ? 'CPU' : 'memory'} ${service.colour}${suffix}`,
    })),
  )
}

/** Needs Container Insights, or the group's own metrics. */
export function runningCount(context: Context, side: Side): readonly Metric[] {
  const app = compute(context, side)
  const common = { statistic: 'Average', periodSeconds: MINUTE } as const
  if (app.kind === 'autoscaling') {
    const dimensions = { AutoScalingGroupName: app.name }
    return [{ ...common, namespace: 'AWS/AutoScaling', name: 'GroupInServiceInstances', dimensions, label: 'machines' }]
  }
  return app.services.map((service) => ({
    ...common,
    namespace: 'ECS/ContainerInsights',
    name: 'RunningTaskCount',
    dimensions: { ClusterName: app.clusterName, ServiceName: service.name },
    label: `tasks of ${service.name}`,
  }))
}

type RequestMetric = 'RequestCount' | 'HTTPCode_Target_5XX_Count' | 'HTTPCode_Target_4XX_Count' | 'TargetResponseTime'

const REQUEST_LABELS: Readonly<Record<RequestMetric, string>> = {
  RequestCount: 'requests',
  HTTPCode_Target_5XX_Count: 'failed (5xx)',
  HTTPCode_Target_4XX_Count: 'refused (4xx)',
  TargetResponseTime: 'seconds to answer',
}

export function requests(context: Context, side: Side, name: RequestMetric): Metric {
  const where = labelOf(context, side)
  return {
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions: { LoadBalancer: { site: side, attribute: 'loadBalancer.arnSuffix' } },
    statistic: name === 'TargetResponseTime' ? 'Average' : 'Sum',
    periodSeconds: MINUTE,
    label: where === null ? REQUEST_LABELS[name] : `${REQUEST_LABELS[name]}, ${where}`,
  }
}

interface Hosts {
  readonly side: Side
  readonly colour: Colour
  readonly which: 'HealthyHostCount' | 'UnHealthyHostCount'
}

export function hosts(context: Context, { side, colour, which }: Hosts): Metric {
  const where = labelOf(context, side)
  const state = which === 'HealthyHostCount' ? 'healthy' : 'unhealthy'
  return {
    namespace: 'AWS/ApplicationELB',
    name: which,
    dimensions: {
      LoadBalancer: { site: side, attribute: 'loadBalancer.arnSuffix' },
      TargetGroup: { site: side, attribute: `targetGroup.${colour}.arnSuffix` },
    },
    statistic: 'Average',
    periodSeconds: MINUTE,
    label: `${state} ${colour}${where === null ? '' : `, ${where}`}`,
  }
}
