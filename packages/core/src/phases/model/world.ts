import type { Decision, HandoverId, Side } from '../../ports/database.ts'
import { advance, INITIAL_STATE, type MigrationState } from '../state.ts'
import type { PhaseEvent } from '../transitions.ts'

/**
 * Everything the hand-over touches, made small: two databases with their control rows and logs, two clients, a controller
 * and perhaps the one it replaced. Immutable; test support for `handover-model.test.ts`.
 */
export interface World {
  readonly source: DatabaseWorld
  readonly target: DatabaseWorld
  /** The first obeys `hold`; the second is a cron job nobody told us about. */
  readonly clients: readonly [Client, Client]
  /** Acknowledged writes in the order of their commits. */
  readonly acked: readonly { readonly op: number; readonly key: number }[]
  readonly ops: number
  readonly controller: Controller
  readonly zombie: Controller | null
  /** An effect that was sent and given up, still on its way to the server. */
  readonly late: LateEffect | null
  /** The streams stand still. */
  readonly stalled: boolean
  readonly misfortunes: number
  /** An invariant of actions rather than of states that was broken on the way here. */
  readonly broken: Invariant | null
}

export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8'

export interface DatabaseWorld {
  /** The ACL lets clients in. */
  readonly open: boolean
  /** One bit for each write that is here. */
  readonly rows: number
  /** The last write to the one row that all writes overwrite. */
  readonly shared: number
  readonly sequence: number
  /** Client writes (their number) and markers (negative), in commit order. What a stream applied is not in it. */
  readonly log: readonly number[]
  /** How much of `log` the stream that leaves this database has applied on the other side; `null` when there is none. */
  readonly stream: number | null
  readonly epoch: number
  readonly handover: (HandoverId & { readonly decision: Decision | null }) | null
}

export interface Client {
  readonly follows: Side
  readonly held: boolean
  readonly open: { readonly side: Side; readonly op: number; readonly key: number } | null
}

export type Program = 'rest' | 'take-over' | 'hand-over' | 'abort' | 'gone'

export interface Controller {
  readonly epoch: number
  /** Its own: a controller on another machine does not see this one's. */
  readonly journal: MigrationState
  readonly program: Program
  readonly at: number
}

export interface LateEffect {
  readonly effect: 'fence' | 'open'
  readonly side: Side
  readonly epoch: number
  readonly handover: number
}

export interface Bounds {
  readonly ops: number
  readonly handovers: number
  readonly misfortunes: number
}

/** Rules of the protocol; a test takes one away and sees an invariant break. */
export const RULES = [
  'drain before the barrier',
  'markers are awaited',
  'sequences are advanced',
  'reverse starts before the other side opens',
  'decision is compare-and-set',
  'epoch is checked in every effect',
  'no abort after COMMIT',
  'a stalled pause is aborted',
  'witness before the decision',
  'effects name their hand-over',
] as const

export type Rule = (typeof RULES)[number]

const GAP = 10

/** `rest` in phase `ready`: the target is copied, follows, and is closed. */
export function firstWorld(): World {
  const database = { rows: 0, shared: 0, sequence: 0, log: [], epoch: 1, handover: null }
  const client: Client = { follows: 'source', held: false, open: null }
  return {
    source: { ...database, open: true, stream: 0 },
    target: { ...database, open: false, stream: null },
    clients: [client, client],
    acked: [],
    ops: 0,
    controller: { epoch: 1, journal: readyState(), program: 'rest', at: 0 },
    zombie: null,
    late: null,
    stalled: false,
    misfortunes: 0,
    broken: null,
  }
}

function readyState(): MigrationState {
  return { ...INITIAL_STATE, phase: 'ready', verification: VERIFIED }
}

export const VERIFIED = { mismatches: 0, finishedAt: '2026-01-01T00:00:00.000Z' }

/** The real machine; a refusal here is a mistake of the model. */
export function apply(state: MigrationState, event: PhaseEvent): MigrationState {
  const step = advance(state, event)
  if ('refuse' in step) throw new Error(`${event} in ${state.phase}: ${step.refuse}`)
  return step.state
}

export function other(side: Side): Side {
  return side === 'source' ? 'target' : 'source'
}

/** The side that gives authority away. */
export function fromSide({ kind }: HandoverId): Side {
  return kind === 'cutover' ? 'source' : 'target'
}

export function withDatabase(world: World, side: Side, change: Partial<DatabaseWorld>): World {
  return { ...world, [side]: { ...world[side], ...change } }
}

export function written(database: DatabaseWorld, op: number): DatabaseWorld {
  return { ...database, rows: database.rows | (1 << op), shared: op }
}

export function advancedSequence(world: World, from: Side): number {
  return Math.max(world[other(from)].sequence, world[from].sequence + GAP)
}

/**
 * Two worlds with the same key are the same. Parts are numbered as they are met: a move leaves most of them as they are,
 * and a short key keeps the search fast.
 */
export function worldKeys(): (world: World) => string {
  const numbers = new Map<string, number>()
  const known = new WeakMap<object, number>()
  function part<T extends object>(value: T | null, text: (value: T) => string): number {
    if (value === null) return 0
    const number = known.get(value) ?? numbered(numbers, text(value))
    known.set(value, number)
    return number
  }
  return (world) =>
    [
      part(world.source, databaseText),
      part(world.target, databaseText),
      part(world.clients, clientsText),
      part(world.acked, ackedText),
      part(world.controller, controllerText),
      part(world.zombie, controllerText),
      part(world.late, lateText),
      `${world.ops}${world.misfortunes}${world.stalled ? 's' : ''}${world.broken ?? ''}`,
    ].join()
}

function numbered(numbers: Map<string, number>, text: string): number {
  const number = numbers.get(text) ?? numbers.size + 1
  numbers.set(text, number)
  return number
}

function clientsText(clients: World['clients']): string {
  return clients
    .map(({ follows, held, open }) => `${follows} ${held} ${open ? `${open.side} ${open.op} ${open.key}` : ''}`)
    .join()
}

function ackedText(acked: World['acked']): string {
  return acked.map(({ op, key }) => `${op} ${key}`).join()
}

function lateText({ effect, side, epoch, handover }: LateEffect): string {
  return `${effect} ${side} ${epoch} ${handover}`
}

function databaseText(d: DatabaseWorld): string {
  const row = d.handover ? `${d.handover.number}${d.handover.kind[0]}${d.handover.decision ?? '?'}` : ''
  return `${d.open ? 1 : 0},${d.rows},${d.shared},${d.sequence},${d.log.join('.')},${d.stream},${d.epoch},${row}`
}

function controllerText({ epoch, journal, program, at }: Controller): string {
  const running = journal.handover ? `${journal.handover.number}${journal.handover.stage[0]}` : ''
  return `${epoch},${journal.phase},${journal.handovers},${running},${program},${at}`
}
