import { until } from '@causeway/harness'
import { DATABASE, openCrossing, type Crossing } from '../../test/e2e/support/crossing.ts'
import { give } from '../orders.ts'
import { forgetPeakRss, peakRssMegabytes } from '../processes.ts'
import {
  CAUSEWAY,
  MOST_MEGABYTES,
  type BenchContext,
  type Measurement,
  type MemorySizes,
  type Workload,
} from '../workload.ts'

const ROW_BYTES = 420
const ARRIVES_WITHIN_MS = 600_000

/** A value of which no part repeats, so that it is as large in the log and on the wire. */
const content = (megabytes: number) =>
  `(SELECT string_agg(md5(n::text), '') FROM generate_series(1, ${megabytes * 31_250}) n)::bytea`

const tables = ({ tableMegabytes, valueMegabytes }: MemorySizes) => `
  CREATE TABLE public.bulk (id bigint PRIMARY KEY, n int NOT NULL, body text);
  INSERT INTO public.bulk
    SELECT n, 0, repeat(md5(n::text), 12) FROM generate_series(1, ${Math.round((tableMegabytes * 1e6) / ROW_BYTES)}) n;
  CREATE TABLE public.film (id int PRIMARY KEY, n int NOT NULL, content bytea);
  INSERT INTO public.film VALUES (1, 0, ${content(valueMegabytes)});
  CREATE TABLE public.event (id bigint PRIMARY KEY, n int NOT NULL, body text);
  CREATE TABLE public.arrived (id int PRIMARY KEY)`

export interface Peak {
  readonly while: string
  readonly megabytes: number
}

/**
 * Carries large things through one `causeway run`: a table, a value and a transaction, in the copy, in the stream and
 * in the comparison.
 *
 * @returns the most memory that process had, stage by stage
 */
export async function peaksOf(
  options: Pick<BenchContext, 'from' | 'to' | 'say'>,
  sizes: MemorySizes,
): Promise<readonly Peak[]> {
  const { from, to, say } = options
  say(`a table of ${sizes.tableMegabytes} MB and a value of ${sizes.valueMegabytes} MB`)
  await using crossing = await openCrossing({ from, to, writesPerSecond: 0, sql: tables(sizes) })
  const run = crossing.run()
  const peaks: Peak[] = []
  const peak = async (stage: string) => {
    const megabytes = await peakRssMegabytes(run.pid)
    say(`${stage}: ${megabytes.toFixed(0)} MB`)
    peaks.push({ while: stage, megabytes })
    await forgetPeakRss(run.pid)
  }
  await run.seen('phase-changed', ({ to: phase }) => phase === 'replicate')
  await peak('copying')
  await run.waitingFor('the order to cut over')
  await peak('comparing')
  await change(crossing, 1, `INSERT INTO public.film VALUES (2, 0, ${content(sizes.valueMegabytes)})`)
  await change(crossing, 2, `UPDATE public.film SET n = 1, content = content || 'x'`)
  await peak('streaming a large value')
  const rows = `generate_series(1, ${sizes.transactionRows}) n`
  await change(crossing, 3, `INSERT INTO public.event SELECT n, 0, repeat(md5(n::text), 4) FROM ${rows}`)
  await change(crossing, 4, 'UPDATE public.event SET n = 1')
  await peak('streaming a large transaction')
  // The way back has the same large things to read, and drops them; its gate fails until it is through.
  await give(crossing, 'cutover')
  await peak('cutting over')
  return peaks
}

/** Resolves when what `sql` does in one transaction has been done on the target. */
async function change({ source, target }: Crossing, id: number, sql: string): Promise<void> {
  await source.query(DATABASE, `BEGIN; ${sql}; INSERT INTO public.arrived VALUES (${id}); COMMIT`)
  await using watch = new AsyncDisposableStack()
  const client = await target.connect(DATABASE)
  watch.defer(() => client.end())
  const arrived = async () => (await client.query('SELECT FROM public.arrived WHERE id = $1', [id])).rowCount === 1
  await until(arrived, ARRIVES_WITHIN_MS)
}

export const memory: Workload = {
  name: 'memory',
  summary: 'The most memory that `causeway run` has, with a large table, a large value and a large transaction.',
  run: async (context) => {
    const peaks = await peaksOf(context, context.sizes.memory)
    return peaks.map(({ while: stage, megabytes }): Measurement => {
      return {
        what: `peak memory, ${stage}`,
        unit: 'MB',
        by: CAUSEWAY,
        values: [megabytes],
        limit: { of: 'median', most: MOST_MEGABYTES },
      }
    })
  },
}
