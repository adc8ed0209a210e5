import type { InfraDesign } from '../design/infra-design.ts'
import type { Metric } from '../design/model/monitoring.ts'
import { attribute } from './attributes.ts'
import { named } from './names.ts'
import type { Ref } from './writer/ref.ts'

/** Which of many a metric is of. */
export function dimensions(design: InfraDesign, metric: Metric): Readonly<Record<string, Ref<string>>> {
  const entries = Object.entries(metric.dimensions).map(([name, value]) => [
    name,
    typeof value === 'string' ? named(design, value) : attribute(design, value),
  ])
  return Object.fromEntries(entries) as Readonly<Record<string, Ref<string>>>
}
