import type { Alarm } from '../../design/model/monitoring.ts'
import type { MirroredDesign } from '../mirrored-design.ts'

/** Whether an alarm watches the target alone, and so has to stay when the source is gone. */
export function isAlarmOfTarget({ target }: MirroredDesign, { metric }: Alarm): boolean {
  const names = [target.database.identifier, target.compute.clusterName]
  return Object.values(metric.dimensions).some((value) =>
    typeof value === 'string' ? names.includes(value) : value.site === 'target',
  )
}
