import { expect } from 'vitest'
import type { StatusView } from '@causeway/core'
import { until } from '@causeway/harness'
import type { Finished, RunningCauseway } from './causeway.ts'
import type { Crossing } from './crossing.ts'

/** Whatever carries out commands against a declaration of its own. */
type Commanded = Pick<Crossing, 'causeway'>

type Sides = Pick<Crossing, 'source' | 'target' | 'database'>

/** Longest time from SIGINT to the end of the process; a machine that runs other tests beside it is slow. */
const STOPS_WITHIN_MS = 15_000

/** As an operator's Ctrl-C: the process ends by itself, with the code of the signal, and leaves no session behind. */
export async function interrupt(crossing: Sides, run: RunningCauseway): Promise<void> {
  const interruptedAt = performance.now()
  run.kill('SIGINT')
  expect(await run.exited).toMatchObject({ code: 130, error: null })
  expect(performance.now() - interruptedAt).toBeLessThan(STOPS_WITHIN_MS)
  await until(() => !run.hasProcesses())
  for (const server of [crossing.source, crossing.target]) {
    await until(async () => (await server.query(crossing.database, SESSIONS)).length === 0)
  }
}

const SESSIONS = `
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'causeway%'`

export async function statusOf(crossing: Commanded): Promise<StatusView> {
  const { code, answer } = await crossing.causeway('status')
  expect(code).toBe(0)
  return answer.data as StatusView
}

/** The command, which must be refused by the controller: exit code 3 and a message that says what is possible. */
export async function refusalOf(crossing: Commanded, ...args: readonly string[]): Promise<string> {
  const { code, answer }: Finished = await crossing.causeway(...args)
  expect([args, code, answer.error?.code]).toEqual([args, 3, 'CW-0305'])
  return answer.error?.message ?? ''
}

/** Resolves when another row that clients write now has arrived on the target. */
export async function streamGoesOn({ source, target, database }: Sides): Promise<void> {
  const newest = 'SELECT coalesce(max(id), 0)::int AS id FROM oracle.ledger'
  const now = (await source.query<{ id: number }>(database, newest))[0]?.id ?? 0
  await until(async () => ((await target.query<{ id: number }>(database, newest))[0]?.id ?? 0) > now)
}

/** Phases entered since the first message of this name; what passes a pause shows here. */
export function phasesSince(run: RunningCauseway, name: 'paused' | 'frozen'): readonly string[] {
  const first = run.messages.findIndex((said) => said.name === name)
  return run.messages.slice(first).flatMap((said) => (said.name === 'phase-changed' ? [said.data.to] : []))
}

/** Resolves when it waits for this order the second time. */
export async function waitsAgain(run: RunningCauseway, what: string): Promise<void> {
  let times = 0
  await run.seen('waiting-for', (data) => {
    if (data.what === what) times += 1
    return times === 2
  })
}

/** The access rights of both databases, with the default of the server spelled out. */
export async function rightsOf({ source, target, database }: Sides): Promise<unknown> {
  const rights = `SELECT ARRAY(SELECT unnest(coalesce(datacl, acldefault('d', datdba)))::text ORDER BY 1) AS rights
    FROM pg_database WHERE datname = $1`
  return [await source.query(database, rights, [database]), await target.query(database, rights, [database])]
}

/** Whether the application gets in. */
export async function doorsOf(crossing: Crossing): Promise<Readonly<Record<'source' | 'target', 'open' | 'closed'>>> {
  const door = async (side: 'source' | 'target') => {
    try {
      const client = await crossing[side].connect(crossing.database, crossing.application)
      await client.end()
      return 'open'
    } catch (error) {
      expect(String(error)).toMatch(/permission denied for database/)
      return 'closed'
    }
  }
  return { source: await door('source'), target: await door('target') }
}
