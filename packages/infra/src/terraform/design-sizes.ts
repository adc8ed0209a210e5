import type { InfraDesign } from '../design/infra-design.ts'
import type { Sizing } from '../design/model/operations.ts'
import { same, type Decision } from './decision.ts'
import { scopeOf, type Scope } from './scope.ts'
import { hcl } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'

/** What a plan must show where the environments differ. */
export function sizes(design: InfraDesign, environment: string): readonly Decision[] {
  const sizing = design.workspaces.sizing[environment]
  if (sizing === undefined) return []
  const scope = scopeOf(design, 'target')
  const instance = reference('aws_dms_replication_instance.main')
  const planned: readonly (readonly [what: string, value: Ref<unknown>, wanted: unknown])[] = [
    ...databaseSizes(scope, sizing),
    ...computeSizes(scope, sizing),
    ['class of the replication instance', hcl`${instance}.replication_instance_class`, sizing.replicationInstanceClass],
    ['storage of the replication instance', hcl`${instance}.allocated_storage`, sizing.replicationStorageGb],
    ['standby of the replication instance', hcl`${instance}.multi_az`, sizing.replicationMultiAz],
  ]
  return planned.map(([what, value, wanted]) =>
    same(value, wanted, `In ${environment} the ${what} is ${String(wanted)}.`),
  )
}

type Size = readonly [what: string, value: Ref<unknown>, wanted: unknown]

function databaseSizes({ site, at }: Scope, sizing: Sizing): readonly Size[] {
  const isInstance = site.database.engine === 'rds-postgresql'
  const database = isInstance ? at.instance() : at.cluster()
  const writer = at.clusterInstances().at('writer').instance_class
  const instances: Size = ['number of instances', hcl`length(${at.clusterInstances().$})`, sizing.databaseInstances]
  return [
    ['retention of backups', database.backup_retention_period, sizing.backupRetentionDays],
    ['class of the database', isInstance ? at.instance().instance_class : writer, sizing.databaseInstanceClass],
    ...(isInstance ? [] : [instances]),
  ]
}

function computeSizes({ site, at }: Scope, sizing: Sizing): readonly Size[] {
  if (site.compute.kind === 'autoscaling') {
    return [
      ['number of machines', at.autoscalingGroup().desired_capacity, sizing.desiredCount],
      ['most machines', at.autoscalingGroup().max_size, sizing.maxCount],
      ['type of the machines', hcl`aws_launch_template.${reference(at.name())}.instance_type`, sizing.instanceType],
    ]
  }
  const task = `aws_ecs_task_definition.${at.name()}`
  return [
    ['number of tasks', at.services().at('green').desired_count, sizing.desiredCount],
    ['CPU of a task', reference(`${task}.cpu`), String(sizing.taskCpuUnits)],
    ['memory of a task', reference(`${task}.memory`), String(sizing.taskMemoryMib)],
  ]
}
