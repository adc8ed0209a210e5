import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evaluate, FACTS_CODE, MESSAGES, openJournal, type MessageData, type MessageName } from '@causeway/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fakeIo, runMain } from '../fixtures/fake-io.ts'
import { SAMPLES } from '../fixtures/messages.ts'
import { loadSpec } from '../load-spec.ts'
import type { ReportData } from './report-data.ts'
import { writeReport } from './write-report.ts'

let cwd: string
let now: number

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'causeway-report-'))
  await runMain(['init', '--name', 'shop'], { cwd })
  now = Date.parse('2031-05-04T22:00:00.000Z')
})

afterEach(async () => {
  await rm(cwd, { recursive: true })
})

type Said = { readonly [N in MessageName]: readonly [name: N, data: Partial<MessageData[N]>] }[MessageName]

const spec = async () => await loadSpec(fakeIo({ cwd }), { file: 'migration.yaml' })

/** Journals these messages a second apart, as a controller does. */
async function journalled(...said: readonly (Said | 'recorded')[]): Promise<ReportData> {
  const clock = { now: () => new Date(now), monotonicMs: () => now, sleep: async () => {} }
  {
    await using journal = openJournal((await spec()).stateDir, 'a test', clock)
    for (const one of said) {
      now += 1_000
      if (one === 'recorded') await journal.append({ code: FACTS_CODE, data: { recorded: RECORDED } })
      else await journal.append({ code: MESSAGES[one[0]].code, data: { ...SAMPLES[one[0]], ...one[1] } })
    }
  }
  return (await writeReport(await spec())).data
}

const side = { identity: { systemIdentifier: '7', timeline: 1, database: 'shop', version: '13.23' }, fingerprint: 'f' }
const RECORDED = { source: side, target: side }

const to = (phase: MessageData['phase-changed']['to'], event: MessageData['phase-changed']['event'] = 'prepared') =>
  ['phase-changed', { from: phase === 'draft' ? 'ready' : 'draft', to: phase, event }] as const

it('the record and its page are written whole, beside nothing else', async () => {
  const data = await journalled(to('prepare'), 'recorded', ['verification-result', {}])
  const folder = join((await spec()).stateDir, 'report')
  expect((await readdir(folder)).toSorted()).toEqual(['report.html', 'report.json'])
  expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(data)))
  expect(data).toMatchObject({
    migration: 'shop-default',
    outcome: 'in-progress',
    source: { version: '13.23', systemIdentifier: '7' },
    phases: [
      { phase: 'draft', durationMs: 0 },
      { phase: 'prepare', durationMs: 2_000 },
    ],
    verification: { mismatches: 1, differing: [{ key: 'id=7' }], tables: [{ mismatches: 1 }, { mismatches: 0 }] },
    journal: { events: 3, intact: true },
  })
})

it('gates are kept with what they stood on', async () => {
  const gate = evaluate('prepared-transactions', null, {} as never, now)
  {
    await using journal = openJournal((await spec()).stateDir, 'a test')
    await journal.recordGate(gate, null)
  }
  expect((await writeReport(await spec())).data.gates).toMatchObject([
    { gate: 'prepared-transactions', outcome: 'inconclusive', value: null, message: gate.message },
  ])
})

it('a measurement belongs to the weight it was made at, the last one counts', async () => {
  const green = { ...SAMPLES['traffic-measured'].green, sent: 1_500 }
  const { weights } = await journalled(
    ['weight-set', { from: 0, to: 20 }],
    ['traffic-measured', { weight: 20 }],
    ['traffic-measured', { weight: 20, green }],
    ['weight-set', { from: 20, to: 0, reason: 'green failed' }],
  )
  expect(weights).toMatchObject([
    { configured: 20, measured: 75, at: '2031-05-04T22:00:01.000Z' },
    { configured: 0, measured: null, reason: 'green failed' },
  ])
})

it.each([
  ['in-progress', [to('prepare')]],
  ['given-up', [to('prepare'), to('draft', 'cleaned-up')]],
  ['in-progress', [to('prepare'), to('draft', 'cleaned-up'), to('prepare')]],
  ['committed', [to('hold'), to('committed')]],
  ['rolled-back', [to('hold'), to('rolled-back')]],
  ['rolled-back', [to('rolled-back'), to('draft', 'cleaned-up')]],
] as const)('the outcome is %s', async (outcome, said) => {
  expect((await journalled(...said)).outcome).toBe(outcome)
})

it('what prepare found stays in the report when the migration has been cleaned up', async () => {
  const { source } = await journalled('recorded', to('draft', 'cleaned-up'))
  expect(source).toEqual({ version: '13.23', systemIdentifier: '7', database: 'shop' })
})

it('each hand-over has its own decision and reason', async () => {
  const second = { number: 2, kind: 'cutover' } as const
  const { handovers } = await journalled(
    ['handover-started', {}],
    ['handover-decided', { decision: 'ABORT' }],
    ['handover-aborted', {}],
    ['paused-for', {}],
    ['handover-started', second],
    ['handover-decided', second],
    ['paused-for', second],
  )
  expect(handovers).toMatchObject([
    { number: 1, decision: 'ABORT', reason: 'step barrier was not done in time', pauseMs: 212, interrupted: false },
    { number: 2, decision: 'COMMIT', reason: null },
  ])
})

it('a pause within which the controller was restarted is not said to be shorter than it can have been', async () => {
  const { handovers } = await journalled(
    ['handover-started', {}],
    ['handover-started', {}],
    ['handover-decided', {}],
    ['paused-for', { pauseMs: 0 }],
  )
  expect(handovers).toMatchObject([{ pauseMs: 3_000, interrupted: true }])
})

it('where nothing was journaled there is nothing to report on', async () => {
  await expect(writeReport(await spec())).rejects.toMatchObject({ code: 'CW-0256' })
})
