import type { InfraDesign } from '../design/infra-design.ts'
import { scopes } from './scope.ts'

/** Longest names AWS takes, of those that leave the least room. */
const LIMITS = { loadBalancer: 32, role: 64, bucket: 63, database: 63 } as const

/** How long the suffix may be so that every name that ends with it still fits. */
export function longestSuffix(design: InfraDesign): number {
  const names = scopes(design).flatMap(({ site }) => [
    ...[site.loadBalancer, ...site.loadBalancer.targetGroups].map(({ name }) => [name, LIMITS.loadBalancer] as const),
    ...site.roles.map(({ name }) => [name, LIMITS.role] as const),
    ...site.buckets.map(({ name }) => [name, LIMITS.bucket] as const),
    [site.database.identifier, LIMITS.database] as const,
  ])
  const room = names.map(([name, limit]) => limit - (name.length - design.naming.suffix.length))
  return Math.min(...room)
}
