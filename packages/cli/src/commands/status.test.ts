import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CausewayError,
  INITIAL_STATE,
  openJournal,
  serveControl,
  type Controlled,
  type TableState,
} from '@causeway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeIo, runMain, type FakeIoOptions, type Ran } from '../fixtures/fake-io.ts'
import { sample, SAMPLES } from '../fixtures/messages.ts'
import { statusView } from '../fixtures/status-view.ts'
import { loadSpec } from '../load-spec.ts'
import { statusText } from './status.ts'

describe('the status of a running migration', () => {
  it('is one screen: phase, authority, weight, lag, verification, way back, what is waited for', () => {
    expect(statusText(statusView()).split('\n')).toEqual([
      'migration  shop-t1 (default), epoch 3',
      'phase      ready',
      'authority  SOURCE: clients write to the source',
      'weight     50 % of requests are for green',
      'traffic    weight 50 % configured, 50.0 % measured; blue 50/s, p99 12 ms, 2 errors; green 50/s, p99 12 ms, 2 errors',
      'forward    streaming, lag 42 ms, 2.0 KiB not yet applied, 321 rows/s, 1,234 transactions applied',
      'reverse    stopped',
      expect.stringMatching(/^verified {3}0 rows differ, compared [\d.]+ ms ago, 3 changed rows to compare again$/),
      'way back   available: the source is the authority',
      'waits for  the order to cut over',
      '',
      'table          state  copied  of about  rows  compared  mismatches',
      'public.orders  ready   512 B   1.0 KiB    10     1,000           1',
      'public.users   ready       –         –     –       500           0',
    ])
  })

  it('what is not known is said to be, what does not apply is left out', () => {
    const bare = statusText(
      statusView({
        phase: 'draft',
        tables: [],
        load: null,
        verifying: null,
        verified: null,
        verification: null,
        traffic: null,
        waitingFor: null,
      }),
    )
    expect(bare).toContain('verified   not yet')
    expect(bare).toContain('waits for  nobody')
    expect(bare).not.toMatch(/traffic|load|verifying|table/)
  })

  it('a freeze, a hand-over and a lost way back are seen at once', () => {
    const text = statusText(
      statusView({
        phase: 'hold',
        authority: 'NONE',
        attribute: { kind: 'frozen', reason: 'the slot is gone', code: 'CW-1002' },
        handover: { number: 2, kind: 'rollback', stage: 'paused' },
        wayBack: { available: false, why: 'reverse replication is frozen' },
      }),
    )
    expect(text).toContain('phase      hold, rollback 2 in course')
    expect(text).toContain('frozen     the slot is gone (CW-1002)')
    expect(text).toContain('authority  NONE: clients wait')
    expect(text).toContain('way back   LOST: reverse replication is frozen')
  })

  it('of many tables only those are shown that need a look', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...SAMPLES['table-progress'],
      table: `t${index}`,
      state: 'ready' as TableState,
    }))
    const quiet = statusText(statusView({ tables: many, verified: null }))
    expect(quiet).toContain('\n100 tables more: causeway tables')
    const busy = statusText(
      statusView({ tables: many.with(7, { ...SAMPLES['table-progress'], table: 't7' }), verified: null }),
    )
    expect(busy).toMatch(/\nt7 +copying.*\n99 tables more/)
  })
})

describe('the commands of a second terminal', () => {
  let cwd: string
  let stateDir: string
  const stack = { server: null as AsyncDisposable | null }

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'causeway-cli-'))
    await runMain(['init', '--name', 'shop'], { cwd })
    stateDir = (await loadSpec(fakeIo({ cwd }), { file: 'migration.yaml' })).stateDir
    await openJournal(stateDir, 'a test')[Symbol.asyncDispose]()
  })

  afterEach(async () => {
    await stack.server?.[Symbol.asyncDispose]()
    stack.server = null
    await rm(cwd, { recursive: true })
  })

  async function serve(controlled: Partial<Controlled>): Promise<void> {
    stack.server = await serveControl(stateDir, {
      status: () => statusView(),
      command: (name, args) => Promise.resolve({ name, args }),
      messages: async function* () {
        yield await Promise.resolve(sample('weight-set'))
      },
      ...controlled,
    })
  }

  const run = async (line: string, options: FakeIoOptions = {}): Promise<Ran> =>
    await runMain(line.split(' '), { cwd, ...options })

  it('status --json is the whole view, with what to type next', async () => {
    await serve({})
    const { code, stdout } = await run('status --json')
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      {
        schemaVersion: 1,
        data: { running: true, phase: 'ready', waitingFor: { what: 'the order to cut over' } },
        nextSteps: ['causeway cutover --execute'],
      },
    ])
  })

  it('status without a controller is what the journal holds, and says so', async () => {
    const journal = openJournal(stateDir, 'a test')
    const { version } = await journal.state()
    const verified = sample('verification-result')
    await journal.change(
      version,
      { ...INITIAL_STATE, phase: 'hold', weight: 100, verification: { mismatches: 1, finishedAt: verified.time } },
      { code: verified.code, data: verified.data },
    )
    await journal[Symbol.asyncDispose]()
    const { code, stdout } = await run('status')
    expect(code).toBe(0)
    expect(stdout).toContain('no controller is running; this is what the journal holds')
    expect(stdout).toContain('authority  TARGET')
    expect(stdout).toContain('verified   1 row differs in 2 tables, 1,500 rows')
    expect(stdout).toContain('next: causeway run')
    expect(JSON.parse((await run('status --json')).stdout)).toMatchObject({
      data: { running: false, phase: 'hold', authority: 'TARGET' },
    })
    expect((await run('tables')).stdout).toMatch(/public\.orders +ready +– +– +– +1,000 +1\n/)
  })

  it('status --watch shows where it is and then what happens, until the controller ends', async () => {
    await serve({})
    const { code, stdout } = await run('status --watch')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^migration {2}shop-t1[^]*22:00:00\.000 weight 20 % → 50 % \(declared step\)\nthe controller has ended\n$/,
    )
    const picture = await run('status --watch', { terminal: true })
    expect(picture.stdout).toContain('▶ READY')
    const json = await run('status --watch --json')
    expect(
      json.stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { name: string }).name),
    ).toEqual(['weight-set'])
  })

  it('tables joins what was copied with what was compared', async () => {
    await serve({})
    const { data } = JSON.parse((await run('tables --json')).stdout) as { data: unknown }
    expect(data).toMatchObject([
      { table: 'public.orders', load: { copiedRows: 10 }, verification: { rows: 1000, mismatches: 1 } },
      { table: 'public.users', load: null, verification: { rows: 500 } },
    ])
  })

  it.each([
    ['pause', 'pause', {}, 'paused'],
    ['resume', 'resume', {}, 'going on'],
    ['verify', 'verify', {}, '0 rows differ'],
    ['clean-up', 'clean-up', {}, 'cleaned up'],
    ['commit', 'commit', {}, 'committed'],
  ])('%s is an order to the controller', async (line, name, args, text) => {
    await serve({})
    const { code, stdout } = await run(line)
    expect([code, stdout]).toEqual([0, expect.stringContaining(text)])
    expect(JSON.parse((await run(`${line} --json`)).stdout)).toMatchObject({ data: { name, args } })
  })

  it.each([
    ['traffic set 20', false, 'green serves 20 %\n'],
    ['traffic set 20', true, 'green serves 20 %; the migration is paused there\n\nnext: causeway resume\n'],
    ['traffic abort', true, 'green serves nothing; the migration is paused there\n\nnext: causeway resume\n'],
  ])('%s (paused: %s) says what came of it', async (line, paused, text) => {
    const asked: unknown[] = []
    await serve({
      command: (name, args) => {
        asked.push([name, args])
        return Promise.resolve({ ...args, paused })
      },
    })
    expect(await run(line)).toEqual({ code: 0, stdout: text, stderr: '' })
    expect(JSON.parse((await run(`${line} --json`)).stdout)).toMatchObject({ data: { paused } })
    expect(asked[0]).toEqual(['traffic', { weight: line === 'traffic abort' ? 0 : 20 }])
  })

  it.each(['cutover --execute', 'rollback'])('%s tells how long clients waited', async (line) => {
    await serve({ command: () => Promise.resolve({ decision: 'COMMIT', pauseMs: 212 }) })
    expect((await run(line)).stdout).toContain('clients waited 212 ms')
  })

  it('a rehearsal and a dry run show the gates, and the steps with their deadlines', async () => {
    const gates = [SAMPLES['gate-evaluated']]
    await serve({
      command: (name) =>
        Promise.resolve(
          name === 'rehearse'
            ? { fenceMs: 12, barrierMs: 3, pendingVerification: 4, gates }
            : {
                steps: [
                  { step: 'arm-reverse', stage: 'before', deadlineMs: null },
                  { step: 'fence', stage: 'pause', deadlineMs: 1750 },
                ],
                gates,
              },
        ),
    })
    expect((await run('cutover --rehearse')).stdout).toBe(
      'fence proven in 12 ms, barrier passed in 3.0 ms, 4 changed rows to verify inside the pause\n' +
        'pass  lag-to-cutover  the lag is 42 ms, at most 2000 ms is allowed\n\nnext: causeway cutover --execute\n',
    )
    expect((await run('cutover --dry-run')).stdout).toContain(
      'pause   fence        done 1.8 s into the pause, or it aborts\n',
    )
  })

  it('what the controller refuses is its error, with its exit code', async () => {
    await serve({ command: () => Promise.reject(new CausewayError('CW-0501', '3 row(s) differ')) })
    expect(await run('verify')).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('CW-0501') })
  })

  it.each(['verify', 'rollback', 'cutover --execute', 'traffic set 20', 'status --watch'])(
    '%s without a controller says how to start one',
    async (line) => {
      expect(await run(line)).toMatchObject({ code: 3, stderr: expect.stringMatching(/CW-0306 [^]*causeway run/) })
    },
  )
})
