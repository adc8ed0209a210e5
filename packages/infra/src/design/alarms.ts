import { seconds, sidesOf, type Context, type Side } from './context.ts'
import { coloursOf } from './compute.ts'
import * as metrics from './metrics.ts'
import type { Alarm, Metric } from './model/monitoring.ts'
import { labelOf } from './network.ts'

type Threshold = Pick<Alarm, 'comparison' | 'threshold' | 'periods'>

/** What somebody must be told of. No data is no alarm: a task that does not run yet has no lag. */
export function alarms(context: Context): readonly Alarm[] {
  const sides = sidesOf(context.infra)
  return [
    ...lagAlarms(context),
    ...sides.flatMap((side) => databaseAlarms(context, side)),
    ...sides.flatMap((side) => targetAlarms(context, side)),
  ]
}

function alarm(
  context: Context,
  id: string,
  description: string,
  metric: Metric,
  threshold: Threshold,
  side: Side | null = null,
): Alarm {
  return {
    id: side === null ? id : `${id}-${side}`,
    name: context.names.of('alarm', id, side),
    description,
    metric,
    ...threshold,
    missingData: 'not-breaching',
  }
}

function lagAlarms(context: Context): readonly Alarm[] {
  const lag = seconds(context.infra.monitoring.alarms.lag)
  const above: Threshold = { comparison: 'above', threshold: lag, periods: 2 }
  return [
    alarm(context, 'replication-lag', `The target is more than ${lag} s behind`, metrics.lag(context, 'Target'), above),
    alarm(
      context,
      'capture-lag',
      `Changes of the source are read more than ${lag} s late`,
      metrics.lag(context, 'Source'),
      above,
    ),
    alarm(
      context,
      'replication-storage',
      'The replication instance runs out of room for waiting changes',
      metrics.replicationStorage(context),
      {
        comparison: 'below',
        threshold: 10_000_000_000,
        periods: 2,
      },
    ),
  ]
}

function databaseAlarms(context: Context, side: Side): readonly Alarm[] {
  const { cpuPercent, connections, freeStorage } = context.infra.monitoring.alarms
  const label = labelOf(context, side)
  const make = (id: string, description: string, metric: Metric, threshold: Threshold) =>
    alarm(context, id, description, metric, threshold, label)
  return [
    make('database-cpu', `The database uses more than ${cpuPercent} % of its CPU`, metrics.databaseCpu(context, side), {
      comparison: 'above',
      threshold: cpuPercent,
      periods: 2,
    }),
    make(
      'database-connections',
      `The database has more than ${connections} connections`,
      metrics.connections(context, side),
      {
        comparison: 'above',
        threshold: connections,
        periods: 2,
      },
    ),
    make('database-storage', 'The database runs out of storage', metrics.freeStorage(context, side), {
      comparison: 'below',
      threshold: freeStorage,
      periods: 2,
    }),
  ]
}

function targetAlarms(context: Context, side: Side): readonly Alarm[] {
  const label = labelOf(context, side)
  const colours = coloursOf(context, side)
  const { failedRequests } = context.infra.monitoring.alarms
  return [
    ...colours.map((colour) =>
      alarm(
        context,
        colours.length === 1 ? 'unhealthy-targets' : `unhealthy-${colour}`,
        'At least one target does not answer as it should',
        metrics.hosts(context, { side, colour, which: 'UnHealthyHostCount' }),
        { comparison: 'at-or-above', threshold: 1, periods: 2 },
        label,
      ),
    ),
    alarm(
      context,
      'failed-requests',
      `More than ${failedRequests} requests a minute fail at the application`,
      metrics.requests(context, side, 'HTTPCode_Target_5XX_Count'),
      { comparison: 'above', threshold: failedRequests, periods: 2 },
      label,
    ),
  ]
}
