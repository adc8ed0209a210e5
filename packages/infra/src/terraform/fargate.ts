import type { InfraDesign } from '../design/infra-design.ts'
import type { Attribute } from '../design/model/outputs.ts'
import type { Fargate, ScalingPolicy } from '../design/model/compute.ts'
import { attribute } from './attributes.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { nameTag, sized, type Scope } from './scope.ts'
import { get, jsonencode, text } from './writer/expression.ts'
import { reference, type Value } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'

export function fargate(file: TerraformFile, scope: Scope, compute: Fargate): void {
  const { design, at } = scope
  file.resource('aws_ecs_cluster', at.name(), {
    name: named(design, compute.clusterName),
    tags: nameTag(scope, compute.clusterName),
    setting: { name: 'containerInsights', value: compute.containerInsights ? 'enabled' : 'disabled' },
  })
  taskDefinition(file, scope, compute)
  services(file, scope, compute)
  if (compute.scaling !== null) scaling(file, scope, compute.scaling)
}

function taskDefinition(file: TerraformFile, scope: Scope, { task }: Fargate): void {
  const { design, at } = scope
  const environment = Object.entries(task.environment).map(([name, value]) => ({
    name,
    value: environmentValue(design, value),
  }))
  file.resource('aws_ecs_task_definition', at.name(), {
    family: named(design, task.family),
    requires_compatibilities: ['FARGATE'],
    network_mode: 'awsvpc',
    cpu: text`${sized(scope, 'taskCpuUnits', task.cpuUnits)}`,
    memory: text`${sized(scope, 'taskMemoryMib', task.memoryMib)}`,
    execution_role_arn: at.role(task.executionRole).arn,
    task_role_arn: at.role(task.taskRole).arn,
    container_definitions: jsonencode([
      {
        name: task.containerName,
        image: INPUTS.image,
        essential: true,
        portMappings: [{ containerPort: INPUTS.port, protocol: 'tcp' }],
        environment,
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': at.logGroup(task.logGroup).name,
            'awslogs-region': INPUTS.region,
            'awslogs-stream-prefix': task.streamPrefix,
          },
        },
      },
    ]),
    tags: nameTag(scope, task.family),
  })
}

/** Values are no names: of a text only the environment itself is known to the module. */
function environmentValue(design: InfraDesign, value: string | Attribute): Value<string> {
  if (typeof value !== 'string') return attribute(design, value)
  return value === design.environment ? reference('local.environment') : value
}

function services(file: TerraformFile, scope: Scope, compute: Fargate): void {
  const { design, site, at } = scope
  const local = at.own('services')
  const entries = compute.services.map(({ colour, name }) => [colour, named(design, name)])
  const [first] = compute.services
  file.locals({ [local]: Object.fromEntries(entries) })
  const table = reference<Record<string, string>>(`local.${local}`)
  file.resourceForEach('aws_ecs_service', at.name(), table, ({ key, value }) => ({
    name: value,
    cluster: at.ecsCluster().id,
    task_definition: reference(`aws_ecs_task_definition.${at.name()}.arn`),
    desired_count: sized(scope, 'desiredCount', first?.desiredTasks ?? 0),
    launch_type: 'FARGATE',
    deployment_minimum_healthy_percent: compute.deployment.minHealthyPercent,
    deployment_maximum_percent: compute.deployment.maxPercent,
    health_check_grace_period_seconds: compute.healthGraceSeconds,
    propagate_tags: 'SERVICE',
    tags: { Name: value, Deployment: key },
    network_configuration: {
      subnets: at.subnets('app').all('id'),
      security_groups: [at.securityGroups().at('app').id],
      assign_public_ip: false,
    },
    load_balancer: {
      target_group_arn: at.targetGroups().at(key).arn,
      container_name: compute.task.containerName,
      container_port: INPUTS.port,
    },
    // Scaling owns the number of tasks from the first deployment on.
    lifecycle: compute.scaling === null ? undefined : { ignore_changes: ['desired_count'] },
    // A service cannot be made before its target group has a listener.
    depends_on: [at.listener(site.loadBalancer.https === null ? 'http' : 'https')],
  }))
}

const METRICS = { cpu: 'ECSServiceAverageCPUUtilization', memory: 'ECSServiceAverageMemoryUtilization' } as const

function scaling(file: TerraformFile, scope: Scope, policy: ScalingPolicy): void {
  const { at, design } = scope
  const target = file.resourceForEach('aws_appautoscaling_target', at.name(), at.services().$, ({ value }) => ({
    service_namespace: 'ecs',
    resource_id: text`service/${at.ecsCluster().name}/${get(value, 'name')}`,
    scalable_dimension: 'ecs:service:DesiredCount',
    min_capacity: sized(scope, 'minCount', policy.min),
    max_capacity: sized(scope, 'maxCount', policy.max),
  }))
  for (const { name, metric, percent } of policy.targets) {
    file.resourceForEach('aws_appautoscaling_policy', at.name(metric), target.$, ({ key, value }) => ({
      name: text`${named(design, name)}-${key}`,
      policy_type: 'TargetTrackingScaling',
      service_namespace: get(value, 'service_namespace'),
      resource_id: get(value, 'resource_id'),
      scalable_dimension: get(value, 'scalable_dimension'),
      target_tracking_scaling_policy_configuration: {
        target_value: percent,
        scale_in_cooldown: policy.cooldownSeconds,
        scale_out_cooldown: policy.cooldownSeconds,
        predefined_metric_specification: { predefined_metric_type: METRICS[metric] },
      },
    }))
  }
}
