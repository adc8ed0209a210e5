import type { HandoverId, Side } from '../../ports/database.ts'
import { ABORT_STEPS, HANDOVER_STEPS, type AbortStepName, type HandoverStepName } from '../handover-steps.ts'
import { resumption } from '../resume.ts'
import {
  advancedSequence,
  apply,
  fromSide,
  other,
  VERIFIED,
  withDatabase,
  type Bounds,
  type Controller,
  type Rule,
  type World,
} from './world.ts'

/** What a controller does next: a step of ours, or a line in its journal. */
type Op =
  | HandoverStepName
  | AbortStepName
  | 'raise-source'
  | 'raise-target'
  | 'resume'
  | 'note-open'
  | 'note-end'
  | 'note-abort'

/** The real order, with the controller's journal entries where it makes them. */
const HANDOVER_OPS: readonly Op[] = [
  ...HANDOVER_STEPS.flatMap<Op>(({ name }) => (name === 'open' ? [name, 'note-open'] : [name])),
  'note-end',
]
const ABORT_OPS: readonly Op[] = [...ABORT_STEPS, 'note-abort']
const TAKE_OVER_OPS: readonly Op[] = ['raise-source', 'raise-target', 'resume']
const FORWARD_AT = HANDOVER_OPS.indexOf('open')
const PAUSE_AT = HANDOVER_OPS.indexOf('hold-clients')

/** The new world with the same controller in its new place; `null` while the step still waits. */
export interface Step {
  readonly world: World
  readonly controller: Controller
}

interface Scene {
  readonly world: World
  readonly me: Controller
  readonly id: HandoverId
  readonly from: Side
  readonly to: Side
  readonly keeps: (rule: Rule) => boolean
}

export function currentOp(me: Controller): Op | null {
  const ops = { 'hand-over': HANDOVER_OPS, abort: ABORT_OPS, 'take-over': TAKE_OVER_OPS, rest: [], gone: [] }[
    me.program
  ]
  return ops[me.at] ?? null
}

/** A step that may be given up when it takes too long: the pause before the decision, and nothing after it. */
export function mayAbort(me: Controller, keeps: (rule: Rule) => boolean): boolean {
  if (me.program !== 'hand-over' || !keeps('a stalled pause is aborted')) return false
  return me.at < FORWARD_AT || !keeps('no abort after COMMIT')
}

export function inPause(me: Controller): boolean {
  return me.program === 'hand-over' && me.at >= PAUSE_AT && me.at < FORWARD_AT
}

export function aborting(me: Controller): Controller {
  return { ...me, program: 'abort', at: 0 }
}

/** From `rest` the operator may start a hand-over; after a rollback everything up to `ready` is done in one stroke. */
export function startWork(me: Controller, bounds: Bounds): Controller | null {
  const { journal } = me
  if (journal.phase === 'rolled-back') {
    const caughtUp = apply(apply(journal, 'restart-forward'), 'caught-up')
    const ready = apply(apply({ ...caughtUp, verification: VERIFIED }, 'verified'), 'weights-done')
    return { ...me, journal: ready }
  }
  if (journal.handovers >= bounds.handovers) return null
  if (journal.phase === 'ready') {
    // Verified again, where an older verification is void.
    const verified = apply({ ...journal, verification: VERIFIED }, 'verified')
    return { ...me, journal: apply(verified, 'cutover-started'), program: 'hand-over', at: 0 }
  }
  if (journal.phase === 'hold')
    return { ...me, journal: apply(journal, 'rollback-started'), program: 'hand-over', at: 0 }
  return null
}

export function handoverOf(me: Controller): HandoverId {
  return me.journal.handover ?? { number: 0, kind: 'cutover' }
}

/** One step of one controller. `null`: it waits. */
export function takeStep(world: World, me: Controller, keeps: (rule: Rule) => boolean): Step | null {
  const op = currentOp(me)
  if (op === null) return null
  const id = handoverOf(me)
  const scene: Scene = { world, me, id, from: fromSide(id), to: other(fromSide(id)), keeps }
  return EFFECTS[op](scene)
}

const EFFECTS: { readonly [O in Op]: (scene: Scene) => Step | null } = {
  'arm-reverse': (s) =>
    effect(s, s.to, (world) => (s.keeps('reverse starts before the other side opens') ? armed(world, s.to) : world)),

  'open-handover': (s) =>
    effect(s, s.from, (world) =>
      world[s.from].handover?.number === s.id.number
        ? world
        : withDatabase(world, s.from, { handover: { number: s.id.number, kind: s.id.kind, decision: null } }),
    ),

  'hold-clients': (s) => done(s, { ...s.world, clients: [{ ...s.world.clients[0], held: true }, s.world.clients[1]] }),

  fence: (s) => effect(s, s.from, (world) => fenced(world, s.from, s.keeps)),

  barrier: (s) => passMarker(s, barrierMarker(s.id)),

  // A proof and not a rule: the protocol must be right without what this would catch.
  'verify-changed': (s) => done(s, s.world),

  sequences: (s) =>
    effect(s, s.to, (world) =>
      s.keeps('sequences are advanced')
        ? withDatabase(world, s.to, { sequence: advancedSequence(world, s.from) })
        : world,
    ),

  witness: (s) => {
    if (!s.keeps('witness before the decision')) return done(s, s.world)
    const passed = passMarker(s, closeMarker(s.id))
    if (passed === null || passed.controller.at === s.me.at) return passed
    const { log } = s.world[s.from]
    const between = log.slice(log.indexOf(barrierMarker(s.id)), log.indexOf(closeMarker(s.id)))
    return between.some((entry) => entry > 0) ? { world: passed.world, controller: aborting(s.me) } : passed
  },

  decide: (s) => decide(s, 'COMMIT'),

  open: (s) => effect(s, s.to, (world) => opened(world, s.to, s.id.number, s.keeps)),

  'note-open': (s) => {
    const { journal } = s.me
    const event = s.id.kind === 'cutover' ? 'cutover-committed' : 'rollback-committed'
    return note(s, journal.handover?.stage === 'paused' ? apply(journal, event) : journal)
  },

  follow: (s) => clientsDo(s, { follows: s.to }),

  release: (s) => clientsDo(s, { held: false }),

  // Arms too late when the rule says so; else it is armed already.
  'retire-forward': (s) => effect(s, s.from, (world) => withDatabase(armed(world, s.to), s.from, { stream: null })),

  'note-end': (s) => rest(s, apply(s.me.journal, 'handover-finished')),

  'decide-abort': (s) => decide(s, 'ABORT'),

  unfence: (s) => effect(s, s.from, (world) => withDatabase(world, s.from, { open: true })),

  'note-abort': (s) => rest(s, apply(s.me.journal, s.id.kind === 'cutover' ? 'cutover-aborted' : 'rollback-aborted')),

  'raise-source': (s) => raise(s, 'source'),
  'raise-target': (s) => raise(s, 'target'),

  resume: (s) => {
    const { kind, state } = resumption(s.me.journal, s.world.source.handover, s.world.target.handover)
    const program = { nothing: 'rest', abort: 'abort', 'roll-forward': 'hand-over' } as const
    const at = kind === 'roll-forward' ? FORWARD_AT : 0
    return { world: s.world, controller: { ...s.me, journal: state, program: program[kind], at } }
  },
}

function done(s: Scene, world: World): Step {
  return { world, controller: { ...s.me, at: s.me.at + 1 } }
}

function note(s: Scene, journal: Controller['journal']): Step {
  return { world: s.world, controller: { ...s.me, journal, at: s.me.at + 1 } }
}

function rest(s: Scene, journal: Controller['journal']): Step {
  return { world: s.world, controller: { ...s.me, journal, program: 'rest', at: 0 } }
}

/** A transaction on one database, which has checked the epoch: a stale controller changes nothing and ends. */
function effect(s: Scene, side: Side, change: (world: World) => World): Step {
  const stale = s.me.epoch < s.world[side].epoch
  if (stale && s.keeps('epoch is checked in every effect')) {
    return { world: s.world, controller: { ...s.me, program: 'gone', at: 0 } }
  }
  const world = change(s.world)
  return done(s, stale && world !== s.world ? { ...world, broken: world.broken ?? 'I8' } : world)
}

function armed(world: World, side: Side): World {
  return world[side].stream === null ? withDatabase(world, side, { stream: world[side].log.length }) : world
}

export function fenced(world: World, side: Side, keeps: (rule: Rule) => boolean): World {
  const ended = keeps('drain before the barrier')
  const [polite, rogue] = world.clients.map((c) => (ended && c.open?.side === side ? { ...c, open: null } : c))
  return {
    ...withDatabase(world, side, { open: false }),
    clients: [polite ?? world.clients[0], rogue ?? world.clients[1]],
  }
}

/** `to` opens for a COMMIT; its own row knows when a later hand-over has closed it again. */
export function opened(world: World, side: Side, handover: number, keeps: (rule: Rule) => boolean): World {
  const later = (world[side].handover?.number ?? 0) > handover
  return later && keeps('effects name their hand-over') ? world : withDatabase(world, side, { open: true })
}

/** First the marker is committed; the step is over when it has been applied on the other side. */
function passMarker(s: Scene, marker: number): Step | null {
  const { log, stream } = s.world[s.from]
  const position = log.indexOf(marker)
  if (position < 0) {
    const marked = effect(s, s.from, (world) => withDatabase(world, s.from, { log: [...log, marker] }))
    return marked.controller.program === 'gone' ? marked : { world: marked.world, controller: s.me }
  }
  const arrived = stream !== null && stream > position
  return arrived || !s.keeps('markers are awaited') ? done(s, s.world) : null
}

export function barrierMarker(id: HandoverId): number {
  return -2 * id.number
}

export function closeMarker(id: HandoverId): number {
  return -2 * id.number - 1
}

/** Compare-and-set on the row of the side that gives authority away; the answer is the decision that stands. */
function decide(s: Scene, wanted: 'COMMIT' | 'ABORT'): Step {
  const row = s.world[s.from].handover
  // Never opened: nobody can decide it, and the epoch keeps an older controller from opening it.
  if (row?.number !== s.id.number) return effect(s, s.from, (world) => world)
  const free = row.decision === null || !s.keeps('decision is compare-and-set')
  const written = effect(s, s.from, (world) => {
    if (!free || row.decision === wanted) return world
    const rewritten = row.decision !== null ? { ...world, broken: world.broken ?? ('I5' as const) } : world
    return withDatabase(rewritten, s.from, { handover: { ...row, decision: wanted } })
  })
  if (written.controller.program === 'gone') return written
  const stands = free ? wanted : row.decision
  if (wanted === 'COMMIT' && stands === 'ABORT') return { world: written.world, controller: aborting(s.me) }
  if (wanted === 'ABORT' && stands === 'COMMIT' && s.keeps('no abort after COMMIT')) {
    return { world: written.world, controller: { ...s.me, program: 'hand-over', at: FORWARD_AT } }
  }
  return written
}

function clientsDo(s: Scene, change: { readonly follows?: Side; readonly held?: boolean }): Step {
  // Applications obey whoever calls them: a stale controller must have been stopped by a database before it gets here.
  const [polite, rogue] = s.world.clients
  return done(s, {
    ...s.world,
    clients: [
      { ...polite, ...change },
      { ...rogue, ...change },
    ],
  })
}

function raise(s: Scene, side: Side): Step {
  return done(s, withDatabase(s.world, side, { epoch: Math.max(s.world[side].epoch, s.me.epoch) }))
}
