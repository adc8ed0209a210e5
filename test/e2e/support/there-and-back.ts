import type { PostgresServer } from '@causeway/harness'
import { expect } from 'vitest'
import { openCrossingOn, type Crossing, type CrossingOptions } from './crossing.ts'
import { arrive } from './drive.ts'
import type { ServerPair } from './servers.ts'

export interface ThereAndBack extends Omit<CrossingOptions, 'writesPerSecond'> {
  readonly database: string
  /** Before anything is carried, on both sides. */
  readonly prepare?: (crossing: Crossing) => Promise<void>
  /** Written while the stream runs, by the side that is the authority: once by the source, once by the target. */
  readonly write: (server: PostgresServer, round: number) => Promise<void>
  /** What must be the same on both sides, byte by byte, after each hand-over. */
  readonly contents: (server: PostgresServer) => Promise<readonly unknown[]>
}

/** What `contents` found in the end, and what preflight said. */
export interface Carried {
  readonly rows: readonly unknown[]
  readonly findings: readonly string[]
}

/** A whole crossing, with writes before, between and after; verified by Causeway, and compared here. */
export async function thereAndBack(servers: ServerPair, options: ThereAndBack): Promise<Carried> {
  const { prepare, write, contents } = options
  await using crossing = await openCrossingOn(servers, { ...options, writesPerSecond: 0 })
  const { source, target } = crossing
  await prepare?.(crossing)
  await write(source, 1)
  const run = crossing.run()
  await arrive(run, 'the order to cut over')
  await write(source, 2)
  expect((await crossing.causeway('verify')).code).toBe(0)
  expect((await crossing.causeway('cutover', '--execute')).answer).toMatchObject({ data: { decision: 'COMMIT' } })
  await arrive(run, 'the end of the hold')
  expect(await contents(target)).toEqual(await contents(source))
  await write(target, 3)
  expect((await crossing.causeway('rollback')).answer).toMatchObject({ data: { decision: 'COMMIT' } })
  await arrive(run, 'what comes next')
  const rows = await contents(source)
  expect(await contents(target)).toEqual(rows)
  const findings = run.messages.flatMap((said) => (said.name === 'finding' ? [said.data.message] : []))
  return { rows, findings }
}
