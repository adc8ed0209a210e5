import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockSlot, lockOnTarget } from './support/blocking.ts'
import {
  doorsOf,
  interrupt,
  phasesSince,
  refusalOf,
  rightsOf,
  statusOf,
  streamGoesOn,
  waitsAgain,
} from './support/controls.ts'
import { openCrossingOn, type Crossing, type CrossingOptions } from './support/crossing.ts'
import { startHook, type HookAction, type TestHook } from './support/hook.ts'
import { leftoversOf } from './support/leftovers.ts'
import { openServers, OWNER, type ServerPair } from './support/servers.ts'

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 17, settings: { max_replication_slots: '40', max_wal_senders: '40' } })
})

afterAll(async () => servers[Symbol.asyncDispose]())

/** Over what `declaration` says. */
function environment(settings: string): string {
  return `environments:\n  test: { ${settings} }\n`
}

async function open(database: string, options: Partial<CrossingOptions> = {}): Promise<Crossing> {
  return await openCrossingOn(servers, { database, writesPerSecond: 0, ...options })
}

const READY = 'the order to cut over'
const HOLD = 'the end of the hold'
const ROLLED_BACK = 'what comes next'

describe('controls', () => {
  it('pause stops the way forward and not the stream, through a restart; resume goes on', async () => {
    await using crossing = await open('paused', { writesPerSecond: 20, yaml: environment('gates: { lagStable: 3s }') })
    const first = crossing.run()
    await first.seen('phase-changed', ({ to }) => to === 'replicate')
    await first.order('pause')
    expect(await statusOf(crossing)).toMatchObject({
      phase: 'replicate',
      attribute: { kind: 'paused', reason: 'by an operator' },
      waitingFor: { command: 'causeway resume' },
      streams: { forward: { state: 'streaming' } },
    })
    const orders = [['cutover', '--execute'], ['rollback'], ['commit']]
    for (const refused of await Promise.all(orders.map((order) => refusalOf(crossing, ...order)))) {
      expect(refused).toMatch(/is not possible in phase replicate, paused: by an operator; now: causeway resume/)
    }
    await streamGoesOn(crossing)
    await interrupt(crossing, first)
    expect(phasesSince(first, 'paused')).toEqual([])
    expect(await statusOf(crossing)).toMatchObject({ phase: 'replicate', attribute: { kind: 'paused' } })

    const second = crossing.run()
    await streamGoesOn(crossing)
    expect(await statusOf(crossing)).toMatchObject({ phase: 'replicate', attribute: { kind: 'paused' } })
    expect((await crossing.causeway('resume')).code).toBe(0)
    await second.waitingFor(READY)
    expect(await crossing.judge('source')).toMatchObject({ ok: true, lost: 0 })
  })

  it('takes one order at a time, and nothing but its end interrupts a hand-over', async () => {
    const held = Promise.withResolvers<void>()
    const letGo = Promise.withResolvers<void>()
    await using client = await startHook(async (action) => {
      if (action !== 'hold') return
      held.resolve()
      await letGo.promise
    })
    await using crossing = await open('onlyone', { yaml: patientClient(client) })
    const run = crossing.run()
    await run.waitingFor(READY)
    for (const order of ['rollback', 'commit']) {
      expect(await refusalOf(crossing, order)).toMatch(/in phase ready; now: causeway cutover --execute/)
    }
    expect((await crossing.causeway('verify')).code).toBe(0)

    const cutover = crossing.causeway('cutover', '--execute')
    await held.promise
    const inCourse = [['cutover', '--execute'], ['rollback'], ['verify']]
    for (const refused of await Promise.all(inCourse.map((order) => refusalOf(crossing, ...order)))) {
      expect(refused).toMatch(/is not possible now: `cutover` is being carried out/)
    }
    expect(await refusalOf(crossing, 'pause')).toMatch(/a cutover is running/)
    expect(await refusalOf(crossing, 'clean-up')).toMatch(/not possible in phase cutover/)
    const weight = await crossing.causeway('traffic', 'set', '50')
    expect([weight.code, weight.answer.error?.code]).toEqual([3, 'CW-0304'])
    expect(await statusOf(crossing)).toMatchObject({ phase: 'cutover', authority: 'NONE', attribute: null, weight: 0 })
    letGo.resolve()
    expect(await cutover).toMatchObject({ code: 0, answer: { data: { decision: 'COMMIT' } } })

    await run.waitingFor(HOLD)
    expect(await refusalOf(crossing, 'cutover', '--execute')).toMatch(/in phase hold; now: causeway commit, or/)
    expect((await crossing.causeway('verify')).code).toBe(0)
    await run.order('pause')
    expect(await refusalOf(crossing, 'commit')).toMatch(
      /phase hold, paused: .*; now: causeway resume, or causeway rollback/,
    )
    // The way back does not wait for whoever paused.
    expect(await crossing.causeway('rollback')).toMatchObject({ code: 0, answer: { data: { decision: 'COMMIT' } } })
    await run.waitingFor(ROLLED_BACK)
    expect(await statusOf(crossing)).toMatchObject({ phase: 'rolled-back', authority: 'SOURCE', attribute: null })
    await interrupt(crossing, run)
  })

  it('an interruption inside the pause aborts the hand-over, opens the source, and only then ends', async () => {
    const told: HookAction[] = []
    const held = Promise.withResolvers<void>()
    await using client = await startHook(async (action) => {
      told.push(action)
      held.resolve()
      // The first hold is never answered.
      if (told.length === 1) await new Promise<void>(() => {})
    })
    await using crossing = await open('stopped', { yaml: patientClient(client) })
    const first = crossing.run()
    await first.waitingFor(READY)
    const cutover = crossing.causeway('cutover', '--execute')
    await held.promise
    await interrupt(crossing, first)
    expect(await cutover).toMatchObject({ code: 4, answer: { error: { code: 'CW-0403' } } })
    expect(first.messages.findLast((said) => said.name === 'handover-decided')?.data).toMatchObject({
      decision: 'ABORT',
    })
    expect(told).toEqual(['hold', 'follow', 'release'])
    expect(await doorsOf(crossing)).toEqual({ source: 'open', target: 'closed' })

    const second = crossing.run()
    await second.waitingFor(READY)
    expect((await crossing.causeway('cutover', '--execute')).code).toBe(0)
    await second.waitingFor(HOLD)
    await interrupt(crossing, second)
    const third = crossing.run()
    await third.waitingFor(HOLD)
    expect((await crossing.causeway('commit')).code).toBe(0)
    expect(await third.exited).toMatchObject({ code: 0, error: null })
  })

  it('does not cut over outside of the declared window', async () => {
    const past = `opensAt: '2020-01-01T00:00:00Z', closesAt: '2020-01-01T04:00:00Z'`
    const future = `opensAt: '2120-01-01T00:00:00Z', closesAt: '2120-01-01T04:00:00Z'`
    await using crossing = await open('closed', { yaml: environment(`cutover: { window: { ${past} } }`) })
    const first = crossing.run()
    await first.waitingFor(READY)
    expect(await crossing.causeway('cutover', '--execute')).toMatchObject({
      code: 3,
      answer: { error: { code: 'CW-0301', message: expect.stringMatching(/^window: -\d+ ms are left/) } },
    })
    await interrupt(crossing, first)

    const declared = await readFile(crossing.file, 'utf8')
    await writeFile(crossing.file, declared.replace(past, future))
    const second = crossing.run()
    await second.waitingFor(READY)
    expect(await crossing.causeway('cutover', '--execute')).toMatchObject({
      code: 3,
      answer: { error: { code: 'CW-0301', message: 'window: the window opens at 2120-01-01T00:00:00.000Z' } },
    })
    expect(await statusOf(crossing)).toMatchObject({ phase: 'ready', authority: 'SOURCE', attribute: null })
  })

  it('over, frozen there, back, forward again, over again and committed: nothing lost', async () => {
    await using crossing = await open('twice', { writesPerSecond: 50, sql: NOTES })
    const run = crossing.run()
    await run.waitingFor(READY)
    await run.order('cutover')
    await run.waitingFor(HOLD)
    await crossing.target.query(crossing.database, 'ALTER TABLE public.notes ADD COLUMN author text')
    await run.seen('frozen', ({ code }) => code === 'CW-1003')
    expect(await refusalOf(crossing, 'commit')).toMatch(
      /phase hold, frozen: .*schema of the target.*; now: causeway resume, or/,
    )
    expect(await crossing.causeway('rollback')).toMatchObject({ code: 0, answer: { data: { decision: 'COMMIT' } } })
    await run.waitingFor(ROLLED_BACK)
    await crossing.target.query(crossing.database, 'ALTER TABLE public.notes DROP COLUMN author')

    expect((await crossing.causeway('resume')).code).toBe(0)
    await run.seen('phase-changed', ({ event }) => event === 'restart-forward')
    await waitsAgain(run, READY)
    expect((await crossing.causeway('cutover', '--execute')).code).toBe(0)
    await waitsAgain(run, HOLD)
    expect((await crossing.causeway('commit')).code).toBe(0)
    expect(await run.exited).toMatchObject({ code: 0, error: null })
    expect(await crossing.judge('target')).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0 })
    expect(crossing.load?.stats().writes.errors).toBe(0)
  })

  it('leaves when it is blocked, with the code of what blocks, and goes on when it is run again', async () => {
    await using crossing = await open('blocked', { yaml: environment('gates: { lagStable: 2s }') })
    const { database, target } = crossing
    const interrupted = crossing.run(['--exit-when-blocked'])
    await interrupted.seen('phase-changed', ({ to }) => to === 'replicate')
    await interrupt(crossing, interrupted)
    await target.query(database, 'UPDATE oracle.account SET balance = balance + 1 WHERE id = 7')
    const differing = await crossing.run(['--exit-when-blocked']).exited
    expect(differing).toMatchObject({ code: 5, error: { code: 'CW-0501' } })
    expect(differing.error?.message).toMatch(/^1 row\(s\) differ .*account.*id=7.*balance/)
    await target.query(database, 'UPDATE oracle.account SET balance = balance - 1 WHERE id = 7')

    const ready = await crossing.run(['--exit-when-blocked']).exited
    expect(ready).toMatchObject({
      code: 3,
      error: { code: 'CW-0303', message: expect.stringMatching(/cutover --execute/) },
    })
    await using run = crossing.run()
    await run.waitingFor(READY)
    await run.order('cutover')
    await run.waitingFor(HOLD)
    await interrupt(crossing, run)
    const held = await crossing.run(['--exit-when-blocked']).exited
    expect(held).toMatchObject({
      code: 3,
      error: { code: 'CW-0303', message: expect.stringMatching(/commit, or causeway rollback/) },
    })
    expect(await statusOf(crossing)).toMatchObject({ phase: 'hold', authority: 'TARGET' })
  })

  it('freezes when the schema is changed underway, says so, and goes on once that is undone', async () => {
    await using crossing = await open('schema', { sql: NOTES, yaml: environment('gates: { lagStable: 10s }') })
    const { source, database } = crossing
    const first = crossing.run()
    await first.seen('phase-changed', ({ to }) => to === 'replicate')
    await source.query(database, 'ALTER TABLE public.notes ADD COLUMN author text')
    await first.seen('frozen', ({ code }) => code === 'CW-1003')
    expect(await statusOf(crossing)).toMatchObject({
      phase: 'replicate',
      attribute: { kind: 'frozen', code: 'CW-1003', reason: expect.stringMatching(/schema of the source was changed/) },
      waitingFor: { command: 'causeway resume' },
    })
    await interrupt(crossing, first)

    const second = crossing.run()
    await second.seen('controller-started')
    expect(await statusOf(crossing)).toMatchObject({
      phase: 'replicate',
      attribute: { kind: 'frozen', code: 'CW-1003' },
    })
    await second.order('resume')
    await second.seen('frozen', ({ code }) => code === 'CW-1003')
    await source.query(database, 'ALTER TABLE public.notes DROP COLUMN author')
    expect((await crossing.causeway('resume')).code).toBe(0)
    await second.waitingFor(READY)
  })
})

describe('clean-up', () => {
  it.each(['prepare', 'full-load', 'replicate', 'ready'] as const)('leaves nothing behind in %s', async (phase) => {
    const yaml = environment(`gates: { lagStable: ${phase === 'replicate' ? '1h' : '500ms'} }`)
    await using crossing = await open(`givenup${phase.replace('-', '')}`, { yaml })
    const rights = await rightsOf(crossing)
    await using blocker = phase === 'prepare' || phase === 'full-load' ? await blockSlot(crossing) : null
    const run = crossing.run()
    await blocker?.reached()
    await using lock = phase === 'full-load' ? await lockOnTarget(crossing) : null
    if (phase === 'full-load') await blocker?.end()
    if (phase === 'ready') await run.waitingFor(READY)
    else await run.seen('phase-changed', ({ to }) => to === phase)
    expect((await statusOf(crossing)).phase).toBe(phase)

    expect((await crossing.causeway('clean-up')).code).toBe(0)
    expect(await run.exited).toMatchObject({ code: 4, error: null })
    await lock?.end()
    await blocker?.end()
    expect(await leftoversOf(crossing)).toEqual([])
    expect(await rightsOf(crossing)).toEqual(rights)
    expect(await doorsOf(crossing)).toEqual({ source: 'open', target: 'open' })
    expect(await statusOf(crossing)).toMatchObject({ phase: 'draft', authority: 'SOURCE', weight: 0, attribute: null })
  })
})

const NOTES = `
  CREATE TABLE public.notes (id int PRIMARY KEY, text text);
  INSERT INTO public.notes VALUES (1, 'nobody writes here');
  ALTER TABLE public.notes OWNER TO ${OWNER}`

/** A client that may take long to hold, and a pause that may last as long. */
function patientClient({ url }: TestHook): string {
  const client = `{ name: patient, kind: http, url: '${url}', timeout: 2m }`
  return environment(`cutover: { pauseBudget: 5m }, clients: [${client}]`)
}
