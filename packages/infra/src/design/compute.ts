import type { ResolvedInfrastructure } from '@causeway/spec'
import { days, deliversLogs, gigabytes, type Context, type Side } from './context.ts'
import { keyFor } from './keys.ts'
import type { AutoscalingGroup, Colour, Compute, Fargate, ScalingPolicy } from './model/compute.ts'
import type { LogGroup } from './model/monitoring.ts'
import { labelOf } from './network.ts'

type Declared = ResolvedInfrastructure['compute']

const GRACE_SECONDS = 60
const COOLDOWN_SECONDS = 60

/** What a side shows the world: both colours behind one load balancer, or its own. */
export function coloursOf({ infra }: Context, side: Side): readonly Colour[] {
  if (infra.shift.by === 'load-balancer') return ['blue', 'green']
  return [side === 'source' ? 'blue' : 'green']
}

export function targetGroupName(context: Context, side: Side, colour: Colour): string {
  const isOnly = coloursOf(context, side).length === 1
  return context.names.of('targetGroup', isOnly ? 'tg' : `tg-${colour}`, labelOf(context, side))
}

/** The application of one side. */
export function compute(context: Context, side: Side): Compute {
  const { compute: declared } = context.infra
  return declared.kind === 'fargate' ? fargate(context, side, declared) : autoscaling(context, side, declared)
}

function fargate(context: Context, side: Side, declared: Declared & { readonly kind: 'fargate' }): Fargate {
  const { names } = context
  const label = labelOf(context, side)
  const colours = coloursOf(context, side)
  return {
    kind: 'fargate',
    clusterName: names.of('container', 'ecs-cluster', label),
    containerInsights: declared.containerInsights,
    task: {
      family: names.of('container', 'task', label),
      cpuUnits: declared.cpu,
      memoryMib: declared.memory,
      containerName: 'app',
      image: declared.image,
      port: declared.port,
      environment: {
        ENVIRONMENT: context.spec.environment,
        DB_HOST: { site: side, attribute: 'database.endpoint' },
        DB_NAME: context.spec[side].database,
        DB_SECRET_ARN: { site: side, attribute: 'secret.arn' },
      },
      executionRole: 'task-execution',
      taskRole: 'application',
      logGroup: logGroupName(context, side),
      streamPrefix: 'app',
    },
    services: colours.map((colour) => ({
      name: names.of('container', colours.length === 1 ? 'service' : `service-${colour}`, label),
      colour,
      desiredTasks: declared.tasks,
      targetGroup: targetGroupName(context, side, colour),
    })),
    deployment: { minHealthyPercent: 100, maxPercent: 200 },
    healthGraceSeconds: GRACE_SECONDS,
    scaling: declared.scaling === undefined ? null : scaling(context, label, declared.scaling),
  }
}

interface Limits {
  readonly min: number
  readonly max: number
  readonly cpuPercent: number
  readonly memoryPercent?: number
}

function scaling({ names }: Context, label: Side | null, limits: Limits): ScalingPolicy {
  const { min, max, cpuPercent, memoryPercent } = limits
  const target = (metric: 'cpu' | 'memory', percent: number) => {
    return { name: names.of('autoscalingGroup', `scale-by-${metric}`, label), metric, percent }
  }
  const targets = [target('cpu', cpuPercent), ...(memoryPercent === undefined ? [] : [target('memory', memoryPercent)])]
  return { min, max, targets, cooldownSeconds: COOLDOWN_SECONDS }
}

function autoscaling(
  context: Context,
  side: Side,
  declared: Declared & { readonly kind: 'autoscaling' },
): AutoscalingGroup {
  const { names } = context
  const label = labelOf(context, side)
  const [colour = 'green'] = coloursOf(context, side)
  const logGroup = logGroupName(context, side)
  return {
    kind: 'autoscaling',
    name: names.of('autoscalingGroup', 'asg', label),
    launchTemplateName: names.of('launchTemplate', 'launch-template', label),
    instanceType: declared.instanceType,
    imageParameter: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architectureOf(declared.instanceType)}`,
    port: declared.port,
    image: declared.image,
    bootScript: bootScript(context, declared, logGroup),
    volumeGb: gigabytes(declared.volume),
    instanceRole: 'application',
    logGroup,
    desired: declared.machines,
    scaling: scaling(context, label, declared),
    healthGraceSeconds: 5 * GRACE_SECONDS,
    targetGroup: targetGroupName(context, side, colour),
  }
}

/** Families with a `g` behind the generation run on Arm. */
function architectureOf(instanceType: string): 'arm64' | 'x86_64' {
  return /^[a-z]+\d+g/.test(instanceType) ? 'arm64' : 'x86_64'
}

function bootScript(
  { infra }: Context,
  { image, port, containerPort }: Declared & { readonly kind: 'autoscaling' },
  logGroup: string,
): readonly string[] {
  const logs = `--log-driver awslogs --log-opt awslogs-region=${infra.region} --log-opt awslogs-group=${logGroup}`
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    'dnf install --assumeyes docker',
    'systemctl enable --now docker',
    `docker run --detach --name app --restart always --publish ${port}:${containerPort} ${logs} ${image}`,
  ]
}

/** The log group of the application; others are beside what writes to them. */
export function logGroups(context: Context, side: Side): readonly LogGroup[] {
  const { infra, production } = context
  const group = (purpose: LogGroup['purpose'], name: string): LogGroup => ({
    purpose,
    name,
    retentionDays: days(infra.monitoring.logRetention),
    key: keyFor(context, side, 'logs'),
  })
  const named = (folder: string, type: string) =>
    `${folder}/${context.names.of('logGroup', type, labelOf(context, side))}`
  const isTarget = side === 'target'
  return [
    group('application', logGroupName(context, side)),
    ...(isTarget && deliversLogs(infra) ? [group('delivery', named('/aws/kinesisfirehose', 'log-delivery'))] : []),
    ...(isTarget && infra.monitoring.syslog !== undefined
      ? [group('forwarder', `/aws/lambda/${forwarderName(context)}`)]
      : []),
    ...(production ? [group('flow', named('/aws/vpc', 'flow-logs'))] : []),
  ]
}

export function forwarderName({ names }: Context): string {
  return names.of('function', 'log-forwarder')
}

function logGroupName(context: Context, side: Side): string {
  const folder = context.infra.compute.kind === 'fargate' ? '/ecs' : '/ec2'
  return `${folder}/${context.names.of('logGroup', 'service', labelOf(context, side))}`
}
