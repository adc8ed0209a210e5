import { setTimeout as delay } from 'node:timers/promises'
import { until } from '@causeway/harness'
import type { Client } from 'pg'
import type { Crossing } from '../../test/e2e/support/crossing.ts'
import { together } from '../data/data.ts'
import { BEAT, PACED_TPC_B, pgbench } from '../data/pgbench.ts'
import { openFollowers, type Follower } from '../followers.ts'
import { costOf } from '../processes.ts'
import { Rounds } from '../rounds.ts'
import { median } from '../statistics.ts'
import type { Measurement, Workload } from '../workload.ts'

const SAMPLE_EVERY_MS = 20
/** Of the last quarter of the time: one that does not keep up is further behind, and falls back on. */
const KEEPS_UP_BELOW_MS = 1000
/** Below this share of the rate the source itself is what cannot go on. */
const RATE_REACHED = 0.95
const PATIENCE_MS = 900_000

export const lag: Workload = {
  name: 'lag',
  summary:
    'TPC-B at rising rates for some seconds each: how long ago the last thing happened that can be read on the target, ' +
    'asked fifty times a second; `causeway run` and a native subscription one after the other at each rate, until one is ' +
    'a second behind in the last quarter of the time, or the source itself cannot go on.',
  run: async (context) => {
    const { sizes, say } = context
    await using followers = await openFollowers(context, together(pgbench(sizes.scale), BEAT), PACED_TPC_B)
    const { crossing, causeway, native } = followers
    const rounds = new Rounds(say)
    const kept = new Map([
      [causeway, 0],
      [native, 0],
    ])
    const still = new Set(kept.keys())
    for (const rate of sizes.lagRates) {
      for (const follower of still) {
        await rounds.turn(`${rate} tx/s, ${follower.by}`, async () => {
          const { keepsUp, made } = await follow(follower, { crossing, rounds, rate, seconds: sizes.lagSeconds })
          if (keepsUp) kept.set(follower, Math.max(made, kept.get(follower) ?? 0))
          if (!keepsUp || made < RATE_REACHED * rate) still.delete(follower)
        })
      }
    }
    const highest = [...kept].map(([{ by }, value]): Measurement => {
      return { what: 'highest rate kept up with', unit: 'tx/s', by, values: [value] }
    })
    return [...highest, ...rounds.measurements()]
  },
}

interface Turn {
  readonly crossing: Crossing
  readonly rounds: Rounds
  readonly rate: number
  readonly seconds: number
}

/** @returns whether it kept up, and with how many transactions per second, which may be fewer than were asked for */
async function follow({ by, target, start }: Follower, { crossing, rounds, rate, seconds }: Turn) {
  const { source, database } = crossing
  await using stack = new AsyncDisposableStack()
  const [writer, reader] = [await source.connect(database), await target.connect(database)]
  stack.defer(() => writer.end())
  stack.defer(() => reader.end())
  const following = await start()
  await caughtUp(writer, reader)
  // What waits for the disk of the source is not what is measured.
  await writer.query('SET synchronous_commit = off')
  const parties = { source, target, clientCpuSeconds: following.clientCpuSeconds }
  const behindMs: number[] = []
  let made = 0
  const cost = await costOf(parties, async () => {
    const writing = writer.query<{ made: number }>(`CALL public.paced(${rate}, ${seconds}, 0)`)
    const sampling = new AbortController()
    const sampled = sample(reader, behindMs, sampling.signal)
    made = (await writing.finally(() => sampling.abort())).rows[0]?.made ?? 0
    await sampled
  })
  const at = `at ${rate.toLocaleString('en-US')} tx/s`
  for (const value of behindMs) rounds.add({ what: `lag ${at}`, unit: 'ms', by, value })
  rounds.add({ what: `CPU of the target ${at}`, unit: 's', by, value: cost.targetCpuSeconds })
  rounds.add({ what: `CPU of the source ${at}`, unit: 's', by, value: cost.sourceCpuSeconds })
  rounds.add({ what: `CPU of the client ${at}`, unit: 's', by, value: cost.clientCpuSeconds })
  await following.notePeak(rounds)
  await caughtUp(writer, reader)
  await following.stop()
  const last = behindMs.slice(Math.floor(behindMs.length * 0.75))
  return { keepsUp: last.length > 0 && median(last) < KEEPS_UP_BELOW_MS, made: made / seconds }
}

/** Source and target tell the same time: they are on this machine. */
async function sample(reader: Client, behindMs: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await reader.query<{ ms: number }>(
      'SELECT (extract(epoch FROM clock_timestamp() - at) * 1000)::float AS ms FROM public.beat',
    )
    behindMs.push(...rows.map(({ ms }) => ms))
    await delay(SAMPLE_EVERY_MS)
  }
}

async function caughtUp(writer: Client, reader: Client): Promise<void> {
  const { rows } = await writer.query<{ at: string }>(
    'UPDATE public.beat SET at = clock_timestamp() RETURNING at::text',
  )
  const arrived = 'SELECT FROM public.beat WHERE at >= $1::timestamptz'
  await until(async () => (await reader.query(arrived, [rows[0]?.at])).rowCount === 1, PATIENCE_MS)
}
