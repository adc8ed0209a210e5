import { describe, expect, it } from 'vitest'
import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import { CausewayError } from '../errors/causeway-error.ts'
import type { MigrationState } from '../phases/state.ts'
import { LEASE, World, type Interference } from './fixtures/world.ts'
import { Inbox } from './inbox.ts'
import { handover } from './perform-handover.ts'
import { MigrationRecord } from './record.ts'
import type { Run } from './run.ts'
import { Services } from './services.ts'
import { keepVerified } from './streams.ts'

const never = new AbortController().signal
const RECORDED = {
  identity: { systemIdentifier: '1', timeline: 1, database: 'a', version: '' },
  // As the world has it.
  fingerprint: 'schema',
}
const CUTOVER: Partial<MigrationState> = {
  phase: 'cutover',
  handovers: 1,
  handover: { number: 1, kind: 'cutover', stage: 'paused' },
  verification: { mismatches: 0, finishedAt: '2026-01-01T00:00:00Z' },
  recorded: { source: RECORDED, target: RECORDED },
}

describe('a cut-over', () => {
  it('lets clients go on although the journal cannot be written, and records it then', async () => {
    let full = true
    const world = new World(CUTOVER, (deed) => {
      if (deed === 'release clients') full = false
      if (full && deed.startsWith('journal')) throw new CausewayError('CW-1022', 'no room')
    })
    const run = await begin(world, { fresh: true })
    await handover(run, never)
    expect(world.target.fenced).toBe(false)
    expect(world.deeds.slice(-3)).toEqual(['drop forward', 'journal hold following', 'journal hold -'])
    expect(run.record.state).toMatchObject({ phase: 'hold', handover: null })
  })

  it('has the servers for itself in the pause: nobody verifies meanwhile what changed before', async () => {
    const verifying: unknown[] = []
    const world: World = new World(CUTOVER, (deed) => {
      if (deed === 'hold clients') verifying.push(run.services.isRunning('forward verification'))
    })
    const run: Run = await begin(world, { fresh: true })
    keepVerified(run, 'forward')
    expect(run.services.isRunning('forward verification')).toBe(true)
    await handover(run, never)
    expect(verifying).toEqual([false])
  })

  it('is undone when the decision that stands is ABORT', async () => {
    const world: World = new World(CUTOVER, (deed) => {
      if (deed === 'decide COMMIT') world.source.handover = { number: 1, kind: 'cutover', decision: 'ABORT' }
    })
    const run = await begin(world, { fresh: true })
    await handover(run, never)
    expect([world.source.fenced, world.target.fenced]).toEqual([false, true])
    expect(world.deeds).toContain('release clients')
    expect(run.record.state).toMatchObject({ phase: 'ready', handover: null })
  })

  it('is undone when a table was altered after the gates were looked at, however short before the fence', async () => {
    const world: World = new World(CUTOVER, (deed) => {
      if (deed === 'hold clients') world.source.tables = 'one more'
    })
    const run = await begin(world, { fresh: true })
    await handover(run, never)
    expect(world.source.handover).toMatchObject({ decision: 'ABORT' })
    expect([world.source.fenced, world.target.fenced]).toEqual([false, true])
  })

  it('does not begin the pause when the schema is not the one recorded', async () => {
    const other = { ...RECORDED, fingerprint: 'another' }
    const world = new World({ ...CUTOVER, recorded: { source: other, target: RECORDED } })
    const run = await begin(world, { fresh: true })
    await handover(run, never)
    expect(world.deeds).not.toContain('hold clients')
    expect(run.record.state).toMatchObject({ phase: 'ready', handover: null })
  })

  it('is undone when an application gets past the fence', async () => {
    const world = new World(CUTOVER)
    world.source.intruders = ['shop']
    const run = await begin(world, { fresh: true })
    await handover(run, never)
    expect([world.source.fenced, world.target.fenced]).toEqual([false, true])
    expect(world.deeds).not.toContain('decide COMMIT')
  })

  it('does not wait for ever for an answer that does not come', async () => {
    let stuck = 2
    const world = await settled('COMMIT', async (deed) => {
      if (deed !== 'open target' || stuck === 0) return
      stuck -= 1
      await new Promise(() => {})
    })
    const limits: number[] = []
    const run = await begin(world, { fresh: false, clock: impatient(limits) })
    world.target.unfence = stopping(world.target.unfence.bind(world.target))
    await handover(run, never)
    expect(world.target.fenced).toBe(false)
    expect(limits.filter((ms) => ms >= 30_000)).toEqual(expect.arrayContaining([30_000, 60_000, 120_000]))
  })

  it('opens the target although the way back is lost, and says so', async () => {
    const world = await settled('COMMIT', (deed) => {
      if (deed === 'create reverse') throw new CausewayError('CW-1053', 'the slot is gone')
    })
    const run = await begin(world, { fresh: false })
    await handover(run, never)
    expect([world.source.fenced, world.target.fenced]).toEqual([true, false])
    expect(run.record.state).toMatchObject({ phase: 'hold', attribute: { kind: 'frozen', code: 'CW-1002' } })
  })

  it('tries to start the way back again when that may help', async () => {
    let failures = 2
    const world = await settled('COMMIT', (deed) => {
      if (deed !== 'create reverse' || failures === 0) return
      failures -= 1
      throw new CausewayError('CW-0711', 'the connection broke')
    })
    const run = await begin(world, { fresh: false })
    await handover(run, never)
    expect(world.deeds.indexOf('run reverse')).toBeLessThan(world.deeds.indexOf('open target'))
    expect(run.record.state).toMatchObject({ phase: 'hold', attribute: null })
  })
})

/** As an earlier process left it: behind the fence, with this decision. */
async function settled(decision: 'COMMIT' | null, interfere: Interference): Promise<World> {
  const world = new World(CUTOVER, interfere)
  world.source.fenced = true
  world.source.handover = { number: 1, kind: 'cutover', decision }
  return Promise.resolve(world)
}

async function begin(world: World, { fresh, clock = systemClock }: { fresh: boolean; clock?: Clock }): Promise<Run> {
  const parts = { ...world.parts(), clock }
  return {
    ...parts,
    lease: LEASE,
    record: await MigrationRecord.open(parts.store, { emit: () => {} }, clock),
    services: new Services(() => {}),
    inbox: new Inbox(),
    exitWhenBlocked: false,
    resumed: !fresh,
    fresh,
    order: null,
    lagSamples: () => [],
    tellSoon: () => {},
  }
}

/** Sleeps a thousandth of the time. */
function impatient(asked: number[]): Clock {
  return {
    ...systemClock,
    sleep: (ms, signal) => {
      asked.push(ms)
      return systemClock.sleep(ms / 1000, signal)
    },
  }
}

/** As statements do: ends with the signal. */
function stopping(open: () => Promise<void>): (...args: readonly unknown[]) => Promise<void> {
  return async (...args) => {
    const signal = args.at(-1) as AbortSignal
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
    await Promise.race([open(), stopped])
  }
}
