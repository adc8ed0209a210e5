/**
 * Named moments at which a crash is most dangerous. A test enumerates this list, kills the process at each, restarts
 * it and lets the oracle judge; so a point added here is a point tested. In the order in which a migration passes them:
 * one migration is killed at all of them in turn, and what another process has done is not done again.
 */
export const FAULT_POINTS = [
  'lease.acquired',
  'prepare.schema-restored',
  'prepare.capture-created',
  'full-load.before-commit',
  'full-load.table-copied',
  'full-load.index-built',
  'stream.before-commit',
  'stream.after-commit',
  'verify.table-done',
  'shift.weight-set',
  'handover.reverse-armed',
  'handover.opened',
  'handover.clients-held',
  'handover.fenced',
  'handover.barrier-passed',
  'handover.changed-verified',
  'handover.sequences-advanced',
  'handover.before-decision',
  'handover.after-decision',
  'handover.target-open',
  'handover.clients-following',
  'handover.clients-released',
  'handover.stream-dropped',
  'abort.before-unfence',
  'abort.after-unfence',
  'commit.before-clean-up',
  'commit.after-clean-up',
] as const

export type FaultPoint = (typeof FAULT_POINTS)[number]

/** `CAUSEWAY_FAULT=point` kills this process with SIGKILL at its first pass; `point:n` at its n-th. */
const [armedPoint, armedPass = '1'] = (process.env['CAUSEWAY_FAULT'] ?? '').split(':')
let passes = 0

export function faultPoint(point: FaultPoint): void {
  if (point !== armedPoint) return
  passes += 1
  if (passes === Number(armedPass)) process.kill(process.pid, 'SIGKILL')
}
