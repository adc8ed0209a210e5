import { alarms } from './alarms.ts'
import { deliversLogs, seconds, sidesOf, type Context, type Side } from './context.ts'
import { coloursOf, forwarderName, logGroups } from './compute.ts'
import * as metrics from './metrics.ts'
import type { LogDelivery, Metric, Monitoring, Notifications, Widget } from './model/monitoring.ts'
import { portOf } from './security.ts'

/** Alarms, dashboard, and the way of the logs out of CloudWatch. */
export function monitoring(context: Context): Monitoring {
  const { names, infra, spec } = context
  const project = infra.tags.project ?? spec.name
  return {
    delivery: deliversLogs(infra) ? delivery(context) : null,
    alarms: alarms(context),
    dashboard: {
      // With a prefix the project says more than PREFIX-dashboard.
      name:
        names.naming.prefix === '' ? names.of('alarm', 'dashboard') : `${dashboardStem(project)}${names.naming.tail}`,
      widgets: widgets(context),
    },
  }
}

function dashboardStem(project: string): string {
  return project.replaceAll(/[^A-Za-z0-9_-]+/g, '-')
}

function delivery(context: Context): LogDelivery {
  const { names, infra } = context
  const applicationLogs = logGroups(context, 'target').filter(({ purpose }) => purpose === 'application')
  return {
    streamName: names.of('deliveryStream', 'log-delivery'),
    bucket: 'log-archive',
    prefix: 'application/',
    bufferMib: 5,
    bufferSeconds: 300,
    subscriptions: applicationLogs.map(({ name }) => ({
      name: names.of('logGroup', 'log-subscription'),
      logGroup: name,
      role: 'log-subscription',
    })),
    role: 'log-delivery',
    syslog: infra.monitoring.syslog === undefined ? null : syslog(context, infra.monitoring.syslog),
  }
}

function syslog(context: Context, address: string): LogDelivery['syslog'] {
  const functionName = forwarderName(context)
  return {
    host: address.slice(0, address.lastIndexOf(':')),
    port: portOf(address),
    protocol: 'tcp',
    functionName,
    role: 'log-forwarder',
    logGroup: `/aws/lambda/${functionName}`,
    timeoutSeconds: 30,
    memoryMib: 128,
  }
}

/** The lag comes first, then whether a cut-over could start. */
function widgets(context: Context): readonly Widget[] {
  const gate = { label: 'gate of the cut-over', value: seconds(context.spec.gates.lagToCutoverMs) }
  return [
    graph('Replication lag (s)', [metrics.lag(context, 'Target'), metrics.lag(context, 'Source')], gate),
    { kind: 'alarms', title: 'Cut-over readiness', alarms: alarms(context).map(({ id }) => id) },
    ...replicationWidgets(context),
    ...siteWidgets(context),
  ]
}

function replicationWidgets(context: Context): readonly Widget[] {
  const changes = graph('Changes', [
    metrics.replicationRows(context, 'CDCIncomingChanges'),
    metrics.replicationRows(context, 'FullLoadThroughputRowsTarget'),
  ])
  if (!context.infra.replication.validation) return [changes]
  const failures = [metrics.validationFailures(context)]
  return [changes, { kind: 'number', title: 'Rows that differ', metrics: failures, threshold: null }]
}

/** What is measured of a site, of both where there are two. */
const SITE_GRAPHS: Readonly<Record<string, (context: Context, side: Side) => readonly Metric[]>> = {
  'Database CPU (%)': (context, side) => [metrics.databaseCpu(context, side)],
  'Database connections': (context, side) => [metrics.connections(context, side)],
  'Database operations': metrics.databaseOperations,
  'Application use (%)': metrics.computeUse,
  'Application size': metrics.runningCount,
  Requests: (context, side) => [metrics.requests(context, side, 'RequestCount')],
  'Error rates': (context, side) => [
    metrics.requests(context, side, 'HTTPCode_Target_5XX_Count'),
    metrics.requests(context, side, 'HTTPCode_Target_4XX_Count'),
  ],
  'Response time (s)': (context, side) => [metrics.requests(context, side, 'TargetResponseTime')],
  'Target health': health,
}

function siteWidgets(context: Context): readonly Widget[] {
  const sides = sidesOf(context.infra)
  return Object.entries(SITE_GRAPHS).map(([title, metricsOf]) => {
    const shown = sides.flatMap((side) => metricsOf(context, side))
    return graph(title, shown)
  })
}

function health(context: Context, side: Side): readonly Metric[] {
  return coloursOf(context, side).flatMap((colour) =>
    (['HealthyHostCount', 'UnHealthyHostCount'] as const).map((which) =>
      metrics.hosts(context, { side, colour, which }),
    ),
  )
}

function graph(
  title: string,
  shown: readonly Metric[],
  threshold: { readonly label: string; readonly value: number } | null = null,
): Widget {
  return { kind: 'graph', title, metrics: shown, threshold }
}

/** The topic; `null` where none is declared. */
export function notifications(context: Context): Notifications | null {
  const { infra, names } = context
  if (infra.notifications === undefined) return null
  return {
    topicName: names.of('topic', 'notifications'),
    key: 'notifications',
    subscriptions: infra.notifications.subscriptions,
  }
}
