import { CausewayError } from '../errors/causeway-error.ts'
import { ERRORS, type ErrorCode } from '../errors/registry.ts'
import { resumption, type Resumption } from '../phases/resume.ts'
import type { MigrationState } from '../phases/state.ts'
import type { MigrationEngine } from '../ports/migration-engine.ts'
import type { Decision, HandoverId } from '../ports/database.ts'
import { runLoop } from '../run-loop.ts'
import { pauseAndDecide, prepareHandover, rollForward, undoHandover, type HandoverParts } from './handover.ts'
import { PauseClock } from './pause-clock.ts'
import type { PhaseHandler, Run } from './run.ts'
import { SchemaGuard } from './schema-guard.ts'
import { keepCarrying, stopCarrying, stopVerifying } from './streams.ts'

const LEFT_UNDECIDED = 'an earlier process left it undecided'

/** Told to whoever ordered the hand-over. */
export interface HandoverResult extends HandoverId {
  readonly decision: Decision
  readonly pauseMs: number
  /** Why it was aborted. */
  readonly reason: string | null
  readonly code: ErrorCode | null
}

/** A hand-over in course goes before every phase: clients are waiting, or will be. */
export const handover: PhaseHandler = async (run, signal) => {
  const id = handoverInCourse(run)
  // The intent is on disk before anything is touched; begun and not recorded as done, it is looked after again.
  const result = await run.store.step(
    { run: `${id.kind}-${id.number}`, seq: 1, name: 'hand over authority' },
    { pauseBudgetMs: run.spec.cutover.pauseBudgetMs },
    () => performHandover(run, id, signal),
  )
  if (result.decision === 'COMMIT') {
    run.order?.done(result)
    return { event: 'applied' }
  }
  const refused = abortError(result)
  run.order?.failed(refused)
  if (run.exitWhenBlocked && run.fresh) throw refused
  return { event: 'applied' }
}

/** An abort (exit code 4), whatever the error behind it. */
function abortError(result: HandoverResult): CausewayError {
  const { kind, code, reason } = result
  const stays = kind === 'cutover' ? 'source' : 'target'
  const own = code?.startsWith('CW-04') === true ? code : 'CW-0408'
  return new CausewayError(
    code === null ? 'CW-0404' : own,
    `the ${kind} was aborted, the ${stays} is the authority as before: ${reason ?? LEFT_UNDECIDED}`,
    { data: { ...result } },
  )
}

/**
 * Carries out the hand-over that the state speaks of, or ends the one an earlier process left: before the decision it is
 * undone, after the decision it is completed. Returns only when clients can write again.
 *
 * An interruption before the decision aborts; the undoing and everything after the decision are interrupted only by a
 * lost lease, since then somebody else acts.
 */
async function performHandover(run: Run, id: HandoverId, signal: AbortSignal): Promise<HandoverResult> {
  const parts = handoverParts(run, id)
  await run.record.tell('handover-started', { ...id, pauseBudgetMs: parts.pause.budgetMs })

  const { decision, reason } = run.fresh ? await attempt(run, parts, signal) : await settle(run, parts)
  // Clients come before the journal: the records of this hand-over are written once they go on.
  if (decision === 'COMMIT') await untilDone(run, (stop) => rollForward(parts, stop))
  const pauseMs = parts.pause.pauseMs()
  if (decision === 'COMMIT') await recordOpened(run, id)
  await run.record.tell('handover-decided', { ...id, decision })
  if (decision === 'ABORT') {
    await run.record.tell('handover-aborted', {
      ...id,
      reason: reason?.message ?? LEFT_UNDECIDED,
      code: reason?.code ?? null,
    })
    await run.record.apply(id.kind === 'cutover' ? 'cutover-aborted' : 'rollback-aborted')
  } else {
    await run.record.apply('handover-finished')
  }
  await run.record.tell('paused-for', {
    ...id,
    pauseMs,
    budgetMs: parts.pause.budgetMs,
    steps: parts.pause.timings().map(({ step, durationMs }) => ({ step, durationMs })),
  })
  return { ...id, decision, pauseMs, reason: reason?.message ?? null, code: reason?.code ?? null }
}

function handoverInCourse(run: Run): HandoverId {
  const running = run.record.state.handover
  if (running === null) throw new CausewayError('CW-0101', 'no hand-over has been started')
  return { number: running.number, kind: running.kind }
}

interface Settled {
  readonly decision: Decision
  readonly reason: CausewayError | null
}

async function attempt(run: Run, parts: HandoverParts, signal: AbortSignal): Promise<Settled> {
  try {
    await prepareHandover(parts, signal)
    const decision = await pauseAndDecide(parts, AbortSignal.any([signal, run.lease.lost]))
    if (decision === 'COMMIT') return { decision, reason: null }
    throw new CausewayError('CW-0403', 'the decision was ABORT already')
  } catch (error) {
    run.lease.lost.throwIfAborted()
    const reason = CausewayError.is(error)
      ? error
      : new CausewayError('CW-0403', `the hand-over was interrupted: ${String(error)}`, { cause: error })
    return { decision: await abort(run, parts), reason }
  }
}

/** What the control rows of both sides say is still to be done. */
export async function owedHandover(
  engine: MigrationEngine,
  state: MigrationState,
  signal: AbortSignal,
): Promise<Resumption> {
  const [source, target] = await Promise.all([engine.source.readControl(signal), engine.target.readControl(signal)])
  return resumption(state, source.handover, target.handover)
}

/** What another process left: the control row says whether there is a decision. */
async function settle(run: Run, parts: HandoverParts): Promise<Settled> {
  const owed = await untilDone(run, (stop) => owedHandover(run.engine, run.record.state, stop))
  if (owed.kind !== 'roll-forward') return { decision: await abort(run, parts), reason: null }
  // The way back must live before the first client writes on the other side, which may have been opened already.
  await untilDone(run, (stop) => armOrFreeze(run, parts, stop))
  return { decision: 'COMMIT', reason: null }
}

/** Exit code of what needs a person: a slot that is lost, a row that is refused. */
const FROZEN = 10

/** Both sides are closed to clients until this returns: a way back that is lost for good must not keep them out. */
async function armOrFreeze(run: Run, parts: HandoverParts, signal: AbortSignal): Promise<void> {
  try {
    await parts.armReturning(signal, true)
  } catch (error) {
    if (!CausewayError.is(error) || error.exitCode !== FROZEN) throw error
    const text = `the way back is lost, it cannot be started again: ${error.message}`
    await run.record
      .freeze(text, 'CW-1002', ERRORS['CW-1002'].remedy)
      .catch((cause: unknown) => run.logger.error(text, { notRecorded: String(cause) }))
  }
}

/** @returns COMMIT when the decision had been taken after all, for instance when only its answer was lost. */
async function abort(run: Run, parts: HandoverParts): Promise<Decision> {
  return await untilDone(run, (stop) => undoHandover(parts, stop))
}

/** One attempt may take this long, and each one after it twice as long as the one before. */
const FIRST_ATTEMPT_MS = 30_000

/**
 * Tries again until it succeeds: clients are waiting, and there is no other way out. Only a lost lease ends it. A server
 * that was replaced does not answer on old connections, and no error tells of it: an attempt without end is given up.
 */
async function untilDone<T>(run: Run, body: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, logger } = run
  const results: T[] = []
  let limitMs = FIRST_ATTEMPT_MS
  const attempt = async (_healthy: () => void, lost: AbortSignal) => {
    const ended = new AbortController()
    const late = new AbortController()
    const text = `not done within ${limitMs / 1000} s`
    void clock.sleep(limitMs, ended.signal).then(
      () => late.abort(new CausewayError('CW-0901', text)),
      () => {},
    )
    limitMs *= 2
    try {
      results.push(await body(AbortSignal.any([lost, late.signal])))
    } catch (error) {
      lost.throwIfAborted()
      if (CausewayError.is(error) && error.disposition === 'retry') throw error
      throw new CausewayError('CW-0406', `the hand-over must be finished and a step fails: ${String(error)}`, {
        cause: error,
      })
    } finally {
      ended.abort()
    }
  }
  await runLoop(attempt, run.lease.lost, { name: 'hand-over', clock, logger, longestDelayMs: 2_000 })
  return results[0] as T
}

/** After a restart it may be known already. */
async function recordOpened({ record }: Run, { kind }: HandoverId): Promise<void> {
  if (record.state.handover?.stage === 'paused')
    await record.apply(kind === 'cutover' ? 'cutover-committed' : 'rollback-committed')
}

function handoverParts(run: Run, id: HandoverId): HandoverParts {
  const { engine, lease, logger, record } = run
  const cutover = id.kind === 'cutover'
  const [carrying, returning] = cutover ? (['forward', 'reverse'] as const) : (['reverse', 'forward'] as const)
  return {
    id,
    lease,
    from: cutover ? engine.source : engine.target,
    to: cutover ? engine.target : engine.source,
    carrying: engine.stream(carrying),
    returning: engine.stream(returning),
    armReturning: async (signal, clientsMayWrite) => {
      const stream = engine.stream(returning)
      // A witness of the closed source that found a writer would find the same one again; clients still write elsewhere.
      if (!cutover && !clientsMayWrite && stream.status().state === 'frozen') await stream.drop(lease, signal)
      await stream.create(lease, signal)
      keepCarrying(run, returning, clientsMayWrite)
      const to = cutover ? engine.target : engine.source
      await stream.awaitMarker(await to.mark('round-trip', lease, signal), signal)
    },
    retireCarrying: async (signal) => {
      await stopCarrying(run, carrying)
      await engine.stream(carrying).drop(lease, signal)
    },
    schema: new SchemaGuard(run, cutover ? engine.source : engine.target),
    traffic: run.traffic,
    clients: run.clients,
    stopVerifying: () => stopVerifying(run, carrying),
    verifyChanged: (signal) => engine.verifyChanged(carrying, lease, signal),
    sequenceHeadroom: run.spec.cutover.sequenceHeadroom,
    pause: new PauseClock(run.spec.cutover.pauseBudgetMs, (timing) =>
      run.tellSoon('handover-step', { ...id, ...timing }),
    ),
    // A journal that cannot be written must not keep clients waiting; what it lacks is recorded once they go on.
    opened: async () =>
      await recordOpened(run, id).catch((error: unknown) => logger.error('not recorded yet', { error: String(error) })),
    warn: async (told) =>
      await record
        .tell('warning', { text: told.message, code: told.code })
        .catch((error: unknown) => logger.error(told.message, { notRecorded: String(error) })),
  }
}
