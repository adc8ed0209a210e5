import { CausewayError } from '../errors/causeway-error.ts'
import { faultPoint } from '../faults.ts'
import { endPrepared } from '../gates/server-gates.ts'
import { ABORT_STEPS, HANDOVER_STEPS, type AbortStepName, type HandoverStepName } from '../phases/handover-steps.ts'
import type { Clients } from '../ports/clients.ts'
import type { Database, Decision, HandoverId, MarkerPurpose } from '../ports/database.ts'
import type { Lease } from '../ports/lease.ts'
import type { VerificationResult } from '../ports/migration-engine.ts'
import type { MarkerArrival, ReplicationStream } from '../ports/replication-stream.ts'
import type { Traffic } from '../ports/traffic.ts'
import type { PauseClock } from './pause-clock.ts'
import type { SchemaGuard } from './schema-guard.ts'
import { mismatchError } from './verification.ts'

/**
 * Everything one hand-over touches. A cut-over moves authority from the source to the target; a rollback is the same
 * value with the sides swapped.
 */
export interface HandoverParts {
  readonly id: HandoverId
  readonly lease: Lease
  /** The database that gives authority away; its control row is the arbiter of the decision. */
  readonly from: Database
  readonly to: Database
  /** Runs from → to, and has brought every change so far. */
  readonly carrying: ReplicationStream
  /** Runs to → from; while `to` is closed it is the witness that nobody writes there. */
  readonly returning: ReplicationStream
  /** Creates and starts `returning` and proves it by a round trip. Idempotent. */
  readonly armReturning: (signal: AbortSignal, clientsMayWrite: boolean) => Promise<void>
  /** Stops `carrying` and removes what it needed on `from`. Idempotent. */
  readonly retireCarrying: (signal: AbortSignal) => Promise<void>
  readonly schema: SchemaGuard
  readonly traffic: Traffic | null
  readonly clients: Clients
  /** Ends the verification that goes on while clients write. Idempotent. */
  readonly stopVerifying: () => Promise<void>
  readonly verifyChanged: (signal: AbortSignal) => Promise<VerificationResult>
  readonly sequenceHeadroom: number
  readonly pause: PauseClock
  /** Told once `to` accepts clients. Idempotent. */
  readonly opened: () => Promise<void>
  /** Told of a client that could not be reached when it could no longer hold anybody up. */
  readonly warn: (error: CausewayError) => Promise<void>
}

/** What later steps compare with: client transactions each stream had carried when the clients were shut out. */
interface Seen {
  carried: number
  returned: number
  decision: Decision | null
}

type Action = (parts: HandoverParts, seen: Seen, signal: AbortSignal) => Promise<unknown>

const AUTHORITY = { source: 'SOURCE', target: 'TARGET' } as const

const ACTIONS: Readonly<Record<HandoverStepName, Action>> = {
  'arm-reverse': async (parts, _seen, signal) => {
    await parts.clients.prepare(signal)
    await parts.armReturning(signal, false)
    await parts.schema.remember(signal)
    await parts.stopVerifying()
  },

  'open-handover': (parts, _seen, signal) => parts.from.openHandover(parts.id, parts.lease, signal),

  'hold-clients': async (parts, seen, signal) => {
    seen.returned = parts.returning.status().clientTransactions
    // The router first: it waits for requests in flight, and an application that holds would never finish them.
    await parts.traffic?.hold(parts.pause.remainingMs(), signal)
    await parts.clients.hold(signal)
  },

  fence: async ({ id, from, lease }, _seen, signal) => {
    await from.fence(id, lease, signal).catch(async (error: unknown) => {
      throw await whatHoldsFence(from, error, signal)
    })
  },

  barrier: async ({ from, carrying, lease }, seen, signal) => {
    const arrival = await passMarker(from, carrying, 'barrier', lease, signal)
    seen.carried = arrival.clientTransactions
  },

  'verify-changed': async (parts, _seen, signal) => {
    const [result] = await Promise.all([parts.verifyChanged(signal), requireClosed(parts, signal)])
    if (result.mismatchCount > 0 || result.inMotion > 0) throw mismatchError(result)
  },

  sequences: ({ from, to, lease, sequenceHeadroom }, _seen, signal) =>
    to.advanceSequences(from, sequenceHeadroom, lease, signal),

  witness: async ({ from, to, carrying, returning, lease }, seen, signal) => {
    const [carried, returned] = await Promise.all([
      passMarker(from, carrying, 'close', lease, signal),
      passMarker(to, returning, 'close', lease, signal),
    ])
    refuseForeignWrites(from, carried.clientTransactions - seen.carried)
    refuseForeignWrites(to, returned.clientTransactions - seen.returned)
  },

  decide: async ({ id, from, lease }, seen, signal) => {
    seen.decision = await from.decide(id, 'COMMIT', lease, signal)
  },

  open: async ({ id, to, returning, lease, opened }, _seen, signal) => {
    returning.expectClients(true)
    await to.unfence(id, lease, signal)
    await opened()
  },

  follow: (parts, _seen, signal) => forgiving(parts, () => parts.clients.follow(AUTHORITY[parts.to.side], signal)),

  release: (parts, _seen, signal) => releaseAll(parts, signal),

  'retire-forward': (parts, _seen, signal) => parts.retireCarrying(signal),
}

/** The steps that change nothing for clients: the way back is armed and proven, the control row is opened. */
export async function prepareHandover(parts: HandoverParts, signal: AbortSignal): Promise<void> {
  await runStage(parts, 'before', signal)
}

/**
 * The pause, from holding the clients to the decision.
 * @returns the decision that stands; when this throws, the hand-over is undecided and `undoHandover` must run.
 */
export async function pauseAndDecide(parts: HandoverParts, signal: AbortSignal): Promise<Decision> {
  const seen = await runStage(parts, 'pause', signal)
  return seen.decision ?? 'ABORT'
}

/** After COMMIT. Every step may be repeated, and is, until it succeeds: there is no way but forward. */
export async function rollForward(parts: HandoverParts, signal: AbortSignal): Promise<void> {
  await runStage(parts, 'forward', signal)
}

/**
 * Before the decision: records ABORT so that nobody can commit any more, then opens the side that was closed.
 * @returns COMMIT when the decision had been taken after all; then nothing was undone and the way is forward.
 */
export async function undoHandover(parts: HandoverParts, signal: AbortSignal): Promise<Decision> {
  for (const step of ABORT_STEPS) {
    const decision = await UNDO[step](parts, signal)
    if (decision === 'COMMIT') return decision
  }
  return 'ABORT'
}

const UNDO: Readonly<Record<AbortStepName, (parts: HandoverParts, signal: AbortSignal) => Promise<Decision>>> = {
  'decide-abort': async ({ id, from, lease }, signal) => {
    const decision = await from.decide(id, 'ABORT', lease, signal)
    if (decision === 'ABORT') faultPoint('abort.before-unfence')
    return decision
  },
  unfence: async ({ id, from, lease, pause }, signal) => {
    await pause.measured('unfence', () => from.unfence(id, lease, signal))
    faultPoint('abort.after-unfence')
    return 'ABORT'
  },
  release: async (parts, signal) => {
    await forgiving(parts, () => parts.clients.follow(AUTHORITY[parts.from.side], signal))
    await parts.pause.measured('release', () => releaseAll(parts, signal))
    return 'ABORT'
  },
}

async function runStage(
  parts: HandoverParts,
  stage: 'before' | 'pause' | 'forward',
  signal: AbortSignal,
): Promise<Seen> {
  const seen: Seen = { carried: 0, returned: 0, decision: null }
  for (const step of HANDOVER_STEPS) {
    if (step.stage !== stage) continue
    const act = async (deadline: AbortSignal) => void (await ACTIONS[step.name](parts, seen, deadline))
    if (stage === 'pause') await parts.pause.bounded(step.name, signal, act)
    else await parts.pause.measured(step.name, () => act(signal))
    faultPoint(step.fault)
  }
  return seen
}

async function releaseAll(parts: HandoverParts, signal: AbortSignal): Promise<void> {
  await Promise.all([forgiving(parts, () => parts.clients.release(signal)), parts.traffic?.release()])
}

/**
 * A client that does not answer must not keep all others waiting: the side it last knew is fenced, so what it writes is
 * refused, not lost.
 */
async function forgiving(parts: HandoverParts, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    if (!CausewayError.is(error) || error.code !== 'CW-0309') throw error
    await parts.warn(error)
  }
}

async function passMarker(
  database: Database,
  stream: ReplicationStream,
  purpose: MarkerPurpose,
  lease: Lease,
  signal: AbortSignal,
): Promise<MarkerArrival> {
  return await stream.awaitMarker(await database.mark(purpose, lease, signal), signal)
}

/** A fence that is late waits for somebody: a prepared transaction outlives every session. */
async function whatHoldsFence(from: Database, error: unknown, late: AbortSignal): Promise<unknown> {
  if (!late.aborted) return error
  const { preparedTransactions } = await from.activity(AbortSignal.timeout(LOOK_WITHIN_MS)).catch(() => NOT_KNOWN)
  if (preparedTransactions.length === 0) return error
  const text = `the ${from.side} has open prepared transactions: ${endPrepared(preparedTransactions)}`
  return new CausewayError('CW-0402', text, { cause: error })
}

const LOOK_WITHIN_MS = 1_000
const NOT_KNOWN = { preparedTransactions: [] }

async function requireClosed({ from, schema }: HandoverParts, signal: AbortSignal): Promise<void> {
  // Behind the fence nobody alters anything any more, and a table that came before it is in no stream.
  await schema.require(signal)
  const { applications } = await from.probeFence(signal)
  if (applications.length === 0) return
  const { side } = from
  throw new CausewayError(
    'CW-0409',
    `the fence of the ${side} lets in ${applications.join(', ')}, who would go on writing there`,
    { data: { side, applications } },
  )
}

function refuseForeignWrites(database: Database, transactions: number): void {
  if (transactions === 0) return
  throw new CausewayError(
    'CW-0401',
    `somebody wrote to the ${database.side} behind the fence: ${transactions} transaction(s); the hand-over is aborted, nothing has moved`,
    { data: { side: database.side, transactions } },
  )
}
