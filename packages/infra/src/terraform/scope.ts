import type { InfraDesign, Site } from '../design/infra-design.ts'
import type { KeyPurpose } from '../design/model/database.ts'
import type { Sizing } from '../design/model/operations.ts'
import { named } from './names.ts'
import { SiteAddresses } from './site-addresses.ts'
import { reference, type Ref, type Value } from './writer/ref.ts'

/** What an emitter of one concern of one site works from. */
export interface Scope {
  readonly design: InfraDesign
  readonly site: Site
  readonly at: SiteAddresses
}

/** The sites of a design, the target first. */
export function scopes(design: InfraDesign): readonly Scope[] {
  const sites = design.source === null ? [design.target] : [design.target, design.source]
  return sites.map((site) => ({ design, site, at: new SiteAddresses(design, site) }))
}

export function scopeOf(design: InfraDesign, role: 'source' | 'target'): Scope {
  const scope = scopes(design).find(({ site }) => site.role === role)
  if (scope === undefined) throw new RangeError(`the design has no ${role} site`)
  return scope
}

/** A setting in which the environments of one module may differ; a site that differs from all of them has its own. */
export function sized<K extends keyof Sizing>(
  { design }: Scope,
  key: K,
  value: NonNullable<Sizing[K]>,
): Value<NonNullable<Sizing[K]>> {
  const declared = design.workspaces.sizing[design.environment]?.[key]
  return declared === value ? reference(`local.sizing.${SIZING_NAMES[key]}`) : value
}

/** Each setting as the module calls it. */
export const SIZING_NAMES = {
  databaseInstanceClass: 'database_instance_class',
  databaseInstances: 'database_instances',
  backupRetentionDays: 'backup_retention_days',
  replicationInstanceClass: 'replication_instance_class',
  replicationStorageGb: 'replication_storage_gb',
  replicationMultiAz: 'replication_multi_az',
  desiredCount: 'desired_count',
  minCount: 'min_count',
  maxCount: 'max_count',
  taskCpuUnits: 'task_cpu',
  taskMemoryMib: 'task_memory',
  instanceType: 'instance_type',
  logRetentionDays: 'log_retention_days',
} as const satisfies Record<keyof Sizing, string>

/** The tag a resource has beside those of the provider block. */
export function nameTag({ design }: Scope, name: string): { readonly Name: Ref<string> } {
  return { Name: named(design, name) }
}

/** The ARN of a key of the site; undefined is the key AWS keeps. */
export function keyArn({ at }: Scope, purpose: KeyPurpose | null): Ref<string> | undefined {
  return purpose === null ? undefined : at.key(purpose).arn
}
