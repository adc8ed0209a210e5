import { DmsFault } from './fault.ts'

export type TaskStatus =
  | 'creating'
  | 'ready'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'failed'
  | 'modifying'
  | 'moving'
  | 'deleting'

const AT_REST: readonly TaskStatus[] = ['ready', 'stopped', 'failed']

/** From which states each operation is taken. */
const TAKEN_FROM = {
  started: AT_REST,
  stopped: ['running'],
  modified: AT_REST,
  moved: AT_REST,
  deleted: AT_REST,
  reloaded: ['running'],
} as const satisfies Readonly<Record<string, readonly TaskStatus[]>>

export type TaskChange = keyof typeof TAKEN_FROM

/** @throws DmsFault `InvalidResourceStateFault` */
export function checkTaskState(change: TaskChange, status: TaskStatus): void {
  const states: readonly TaskStatus[] = TAKEN_FROM[change]
  if (states.includes(status)) return
  throw new DmsFault(
    'InvalidResourceStateFault',
    `Replication Task cannot be ${change}, invalid state: it is ${status}, not ${states.join(' or ')}`,
  )
}
