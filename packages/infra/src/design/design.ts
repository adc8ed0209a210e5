import type { ResolvedInfrastructure } from '@causeway/spec'
import { compute, logGroups } from './compute.ts'
import type { Context, InfraSpec, Side } from './context.ts'
import { costs } from './costs.ts'
import { credentials } from './credentials.ts'
import { database } from './database.ts'
import { dns, trafficShift } from './dns.ts'
import type { InfraDesign, Site, Tags } from './infra-design.ts'
import { keys } from './keys.ts'
import { loadBalancer } from './load-balancer.ts'
import type { StateBackend } from './model/operations.ts'
import { monitoring, notifications } from './monitoring.ts'
import { createNames } from './names.ts'
import { network } from './network.ts'
import { outputs } from './outputs.ts'
import { prerequisites } from './prerequisites.ts'
import { replication } from './replication.ts'
import { dmsServiceRoles, roles } from './roles.ts'
import { safeguards } from './safeguards.ts'
import { edges, securityGroups } from './security.ts'
import { sizing } from './sizing.ts'
import { buckets } from './storage.ts'

/**
 * Decides the AWS side of one environment. Pure: the same declaration gives the same design.
 *
 * `siblings` are the other environments of the declaration, whose sizes the module offers to their workspaces.
 */
export function design(spec: InfraSpec, siblings: readonly InfraSpec[] = []): InfraDesign {
  const infra = spec.infrastructure
  const context: Context = { spec, infra, names: createNames(spec), production: infra.protection === 'production' }
  const decided = {
    system: spec.name,
    environment: spec.environment,
    region: infra.region,
    naming: context.names.naming,
    protection: infra.protection,
    tags: tags(context),
    state: state(infra),
    workspaces: workspaces(spec, siblings),
    target: site(context, 'target'),
    source: infra.mirror === undefined ? null : site(context, 'source'),
    replication: replication(context),
    traffic: trafficShift(context),
    dns: dns(context),
    monitoring: monitoring(context),
    notifications: notifications(context),
    dmsServiceRoles: dmsServiceRoles(context),
    safeguards: safeguards(context),
  }
  return {
    ...decided,
    outputs: outputs(context, decided),
    costs: costs(context, decided),
    prerequisites: prerequisites(context),
  }
}

function site(context: Context, role: Side): Site {
  const own = network(context, role)
  return {
    role,
    network: own,
    securityGroups: securityGroups(context, role),
    edges: edges(context, role, own),
    keys: keys(context, role),
    credentials: credentials(context, role),
    database: database(context, role),
    buckets: buckets(context, role),
    compute: compute(context, role),
    loadBalancer: loadBalancer(context, role),
    logGroups: logGroups(context, role),
    roles: roles(context, role),
  }
}

function tags({ infra, spec }: Context): Tags {
  const { phase, costCenter, managedBy, project, more } = infra.tags
  return {
    // What is declared besides cannot replace the five.
    ...more,
    Environment: spec.environment,
    MigrationPhase: phase,
    CostCenter: costCenter,
    ManagedBy: managedBy,
    Project: project ?? spec.name,
  }
}

function state({ state: declared, region }: ResolvedInfrastructure): StateBackend {
  if (declared.kind === 'local') return { kind: 'local' }
  const { kind, bucket, key, lockTable } = declared
  return { kind, bucket, key, region: declared.region ?? region, encrypt: true, lockTable }
}

/** An unknown workspace gets the sizes of the fallback, or of this environment where that is not among them. */
function workspaces(spec: InfraSpec, siblings: readonly InfraSpec[]): InfraDesign['workspaces'] {
  const all = [...siblings.filter(({ environment }) => environment !== spec.environment), spec]
  const table = Object.fromEntries(all.map((each) => [each.environment, sizing(each)]))
  const { fallback } = spec.infrastructure
  return { fallback: fallback in table ? fallback : spec.environment, sizing: table }
}
