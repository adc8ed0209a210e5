import type { Side } from '../../ports/database.ts'
import { INITIAL_STATE } from '../state.ts'
import {
  aborting,
  closeMarker,
  currentOp,
  fenced,
  handoverOf,
  inPause,
  mayAbort,
  opened,
  startWork,
  takeStep,
} from './protocol.ts'
import {
  firstWorld,
  fromSide,
  other,
  withDatabase,
  worldKeys,
  written,
  type Bounds,
  type Client,
  type Controller,
  type Invariant,
  type Rule,
  type World,
} from './world.ts'

export interface Move {
  readonly label: string
  /** Clients act when they like and misfortunes need not happen; only the others are owed by a live system (I7). */
  readonly owed: boolean
  /** A misfortune, or what follows from one: random walks take it less often, or they would get nowhere. */
  readonly rare: boolean
  readonly to: World
}

type Keeps = (rule: Rule) => boolean

/** Everything that can happen next. */
export function moves(world: World, bounds: Bounds, keeps: Keeps): readonly Move[] {
  return [
    ...clientMoves(world, bounds),
    ...streamMoves(world),
    ...controllerMoves(world, bounds, keeps),
    ...zombieMoves(world, keeps),
    ...misfortunes(world, bounds, keeps),
  ]
}

function clientMoves(world: World, bounds: Bounds): readonly Move[] {
  return world.clients.flatMap((client, index): readonly Move[] => {
    if (client.open === null) return client.held || world.ops >= bounds.ops ? [] : begin(world, client, index)
    const { side, op, key } = client.open
    const database = written(world[side], op)
    const committed = {
      ...withClient(world, index, { ...client, open: null }),
      [side]: { ...database, log: [...database.log, op] },
      acked: [...world.acked, { op, key }],
    }
    return [
      { label: `client ${index} commits ${op} with key ${key} on ${side}`, owed: false, rare: false, to: committed },
    ]
  })
}

function begin(world: World, client: Client, index: number): readonly Move[] {
  const side = client.follows
  if (!world[side].open) return []
  const [op, key] = [world.ops + 1, world[side].sequence + 1]
  const begun = withClient(withDatabase(world, side, { sequence: key }), index, { ...client, open: { side, op, key } })
  return [{ label: `client ${index} begins ${op} on ${side}`, owed: false, rare: false, to: { ...begun, ops: op } }]
}

function withClient(world: World, index: number, client: Client): World {
  const [polite, rogue] = world.clients
  return { ...world, clients: index === 0 ? [client, rogue] : [polite, client] }
}

/** Apply and progress are one transaction on the other side, and leave nothing in its log that a stream would carry. */
function streamMoves(world: World): readonly Move[] {
  if (world.stalled) return []
  return (['source', 'target'] as const).flatMap((side): readonly Move[] => {
    const { stream, log } = world[side]
    const entry = stream === null ? undefined : log[stream]
    if (stream === null || entry === undefined) return []
    const to = other(side)
    const applied = entry > 0 ? { ...world, [to]: written(world[to], entry) } : world
    const label = `${side} → ${to} applies ${entry}`
    return [{ label, owed: true, rare: false, to: withDatabase(applied, side, { stream: stream + 1 }) }]
  })
}

function controllerMoves(world: World, bounds: Bounds, keeps: Keeps): readonly Move[] {
  const me = world.controller
  const result: Move[] = []
  const started = me.program === 'rest' ? startWork(me, bounds) : null
  if (started)
    result.push({ label: 'the operator orders', owed: false, rare: false, to: { ...world, controller: started } })
  const step = takeStep(world, me, keeps)
  const label = `controller: ${currentOp(me)}`
  if (step) result.push({ label, owed: true, rare: false, to: { ...step.world, controller: step.controller } })
  if (mayAbort(me, keeps)) {
    result.push({
      label: 'controller: out of time',
      owed: true,
      rare: true,
      to: { ...world, controller: aborting(me) },
    })
  }
  return result
}

function zombieMoves(world: World, keeps: Keeps): readonly Move[] {
  const zombie = world.zombie
  if (zombie === null) return []
  const result: Move[] = []
  const step = takeStep(world, zombie, keeps)
  const label = `ZOMBIE: ${currentOp(zombie)}`
  if (step) result.push({ label, owed: true, rare: true, to: { ...step.world, zombie: lived(step.controller) } })
  if (mayAbort(zombie, keeps)) {
    result.push({ label: 'ZOMBIE: out of time', owed: true, rare: true, to: { ...world, zombie: aborting(zombie) } })
  }
  return result
}

function lived(zombie: Controller): Controller | null {
  return zombie.program === 'gone' || zombie.program === 'rest' ? null : zombie
}

function misfortunes(world: World, bounds: Bounds, keeps: Keeps): readonly Move[] {
  const landing =
    world.late === null ? [] : [{ label: 'a late effect lands', owed: true, rare: true, to: landed(world, keeps) }]
  if (world.misfortunes >= bounds.misfortunes) return landing
  const hit = (label: string, to: World): Move => {
    return { label, owed: false, rare: true, to: { ...to, misfortunes: world.misfortunes + 1 } }
  }
  const result: Move[] = [...landing]
  const me = world.controller
  // A crash is a take-over whose zombie never does anything.
  const successor: Controller = { ...me, epoch: me.epoch + 1, program: 'take-over', at: 0 }
  if (world.zombie === null) result.push(hit('TAKE-OVER', { ...world, controller: successor, zombie: lived(me) }))
  result.push(hit('CRASH, JOURNAL LOST', { ...world, controller: { ...successor, journal: INITIAL_STATE } }))
  const step = takeStep(world, me, keeps)
  if (step && step.world !== world)
    result.push(hit(`controller: ${currentOp(me)}, ANSWER LOST`, { ...step.world, controller: me }))
  const op = currentOp(me)
  if (world.late === null && (op === 'fence' || op === 'open')) result.push(hit(`${op} IS LATE`, sentLate(world, op)))
  if (!world.stalled && inPause(me)) result.push(hit('STREAMS STALL', { ...world, stalled: true }))
  result.push(...superuser(world, bounds).map(({ label, to }) => hit(label, to)))
  return result
}

/** The controller gives up waiting: before the decision it aborts, after it the step is repeated. */
function sentLate(world: World, op: 'fence' | 'open'): World {
  const me = world.controller
  const id = handoverOf(me)
  const side = op === 'fence' ? fromSide(id) : other(fromSide(id))
  const late = { effect: op, side, epoch: me.epoch, handover: id.number } as const
  return { ...world, late, controller: op === 'fence' ? aborting(me) : me }
}

function landed(world: World, keeps: Keeps): World {
  const { late } = world
  if (late === null) return world
  const arrived = { ...world, late: null }
  const { epoch, handover } = world[late.side]
  if (late.epoch < epoch && keeps('epoch is checked in every effect')) return arrived
  if (late.effect === 'open') return opened(arrived, late.side, late.handover, keeps)
  const wanted = handover?.number === late.handover && handover.decision === null
  return wanted || !keeps('effects name their hand-over') ? fenced(arrived, late.side, keeps) : arrived
}

/** No fence keeps a superuser out. After the closing marker nothing could notice; that moment is a documented risk. */
function superuser(world: World, bounds: Bounds): readonly Pick<Move, 'label' | 'to'>[] {
  const running = world.controller.journal.handover
  if (running === null || running.stage !== 'paused' || world.ops >= bounds.ops) return []
  const side: Side = fromSide(running)
  const database = world[side]
  const decided = database.handover?.number === running.number && database.handover.decision !== null
  if (database.open || decided || database.log.includes(closeMarker(running))) return []
  const [op, key] = [world.ops + 1, database.sequence + 1]
  const after = { ...written(database, op), sequence: key, log: [...database.log, op] }
  const to = { ...world, ops: op, acked: [...world.acked, { op, key }], [side]: after }
  return [{ label: `SUPERUSER writes ${op} on ${side}`, to }]
}

/** The invariants that `world` breaks. */
export function brokenBy(world: World): readonly Invariant[] {
  const found: Invariant[] = world.broken === null ? [] : [world.broken]
  if (accepts(world, 'source') && accepts(world, 'target')) found.push('I1')
  for (const side of ['source', 'target'] as const) found.push(...lostOn(world, side))
  if (new Set(world.acked.map(({ key }) => key)).size !== world.acked.length) found.push('I4')
  const owner = lastCommitted(world)
  if (world[other(owner)].open) found.push('I5')
  if (world.target.open && world.target.stream === null) found.push('I6')
  return found
}

/** An open transaction is accepted work as much as an open door. */
function accepts(world: World, side: Side): boolean {
  return world[side].open || world.clients.some(({ open }) => open?.side === side)
}

/** Once nothing is in motion, what is open holds every acknowledged write, and the last one last. */
function lostOn(world: World, side: Side): readonly Invariant[] {
  const { open, rows, shared } = world[side]
  const inbound = world[other(side)]
  const moving = inbound.stream !== null && inbound.stream < inbound.log.length
  const last = world.acked.at(-1)
  if (!open || moving || last === undefined || world.clients.some((client) => client.open !== null)) return []
  const lost = world.acked.some(({ op }) => (rows & (1 << op)) === 0)
  return [...(lost ? (['I2'] as const) : []), ...(shared === last.op ? [] : (['I3'] as const))]
}

/** Whom the newest COMMIT gave the authority to. */
function lastCommitted(world: World): Side {
  const committed = [world.source, world.target].flatMap(({ handover }) =>
    handover?.decision === 'COMMIT' ? [handover] : [],
  )
  const newest = committed.toSorted((a, b) => b.number - a.number)[0]
  return newest === undefined ? 'source' : other(fromSide(newest))
}

export interface Exploration {
  readonly states: number
  readonly broken: Invariant | null
  /** How it came to that. */
  readonly trace: readonly string[]
}

/**
 * Visits every world that can be reached, breadth first, and stops at the first that breaks `sought` (any, when null).
 * I7 is judged at the end: from everywhere, what is owed alone must lead to an open database.
 */
export function explore(bounds: Bounds, without: Rule | null, sought: Invariant | null): Exploration {
  const keeps: Keeps = (rule) => rule !== without
  const keyOf = worldKeys()
  const known = new Map<string, number>()
  const visits: Visit[] = []
  const visit = (world: World, from: number, label: string): number => {
    const open = world.source.open || world.target.open
    known.set(keyOf(world), visits.length)
    return visits.push({ from, label, open, owedBy: [] }) - 1
  }
  // One layer at a time, so that the worlds behind it are forgotten.
  let layer = [{ world: firstWorld(), at: visit(firstWorld(), -1, '') }]
  while (layer.length > 0) {
    const next: typeof layer = []
    for (const { world, at } of layer) {
      const broken = brokenBy(world).find((invariant) => sought === null || invariant === sought)
      if (broken) return { states: visits.length, broken, trace: traceTo(at, visits) }
      for (const { label, owed, to } of moves(world, bounds, keeps)) {
        let index = known.get(keyOf(to))
        if (index === undefined) {
          index = visit(to, at, label)
          next.push({ world: to, at: index })
        }
        if (owed) visits[index]?.owedBy.push(at)
      }
    }
    layer = next
  }
  const wedged = firstWedged(visits)
  const trace = wedged === null ? [] : traceTo(wedged, visits)
  return { states: visits.length, broken: wedged === null ? null : 'I7', trace }
}

/** What is remembered of a world: how it was reached, whether a database is open, and from where it is owed. */
interface Visit {
  readonly from: number
  readonly label: string
  readonly open: boolean
  readonly owedBy: number[]
}

function firstWedged(visits: readonly Visit[]): number | null {
  const escapes = visits.map(({ open }) => open)
  const queue = [...escapes.keys()].filter((index) => escapes[index])
  for (const index of queue) {
    for (const before of visits[index]?.owedBy ?? []) {
      if (escapes[before]) continue
      escapes[before] = true
      queue.push(before)
    }
  }
  const wedged = escapes.indexOf(false)
  return wedged < 0 ? null : wedged
}

function traceTo(index: number, visits: readonly Visit[]): readonly string[] {
  const trace: string[] = []
  for (let step = visits[index]; step && step.from >= 0; step = visits[step.from]) trace.push(step.label)
  return trace.toReversed()
}
