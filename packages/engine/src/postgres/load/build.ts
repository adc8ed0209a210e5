import { CausewayError, faultPoint, mapLimit, runLoop, type Lease } from '@causeway/core'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { requireEpoch } from '../control/epoch.ts'
import { applicationName, migrationId } from '../names.ts'
import type { BuildQueue, BuildStep } from './build-queue.ts'

export interface BuildOptions {
  readonly context: EngineContext
  readonly lease: Lease
  readonly queue: BuildQueue
  readonly workers: number
  readonly onDone?: (step: BuildStep) => void
}

/**
 * Runs every step of the queue once, whatever happened before: a step and the note that it is done are one transaction.
 *
 * Lost connections are opened again. @throws CW-0741 when the target refuses a step, CW-0771 when the data breaks it
 */
export async function build(options: BuildOptions, signal: AbortSignal): Promise<void> {
  const { context, workers } = options
  const numbers = Array.from({ length: workers }, (_, number) => number)
  await mapLimit(numbers, workers, signal, async (_, signal) => {
    await runLoop(async (healthy, signal) => await work(options, healthy, signal), signal, {
      name: 'build',
      logger: context.logger,
    })
  })
}

async function work(options: BuildOptions, healthy: () => void, signal: AbortSignal): Promise<void> {
  const { context, lease, queue } = options
  const migration = migrationId(context.spec)
  const application = applicationName(context.spec, lease.epoch, 'build')
  await using client = await connect(context.spec.target, { side: 'target', application, signal })
  // Whatever the server's default: a step that is noted as done must survive a crash of the target.
  await client.query('SET synchronous_commit = on', [], { signal })
  await giveMemory(client, context.spec.fullLoad.indexWorkers, signal)
  const built = await readBuilt(client, migration, signal)
  for (let taken = await queue.take(signal); taken !== null; taken = await queue.take(signal)) {
    try {
      if (!built.has(taken.step.hash)) await runStep(client, taken.step, options, signal)
    } catch (error) {
      queue.giveBack(taken)
      throw error
    }
    queue.done(taken)
    options.onDone?.(taken.step)
    healthy()
  }
}

async function runStep(client: SqlClient, step: BuildStep, options: BuildOptions, signal: AbortSignal): Promise<void> {
  const { context, lease } = options
  const migration = migrationId(context.spec)
  try {
    await client.transaction(async () => {
      // Noted first: should a lost session's transaction still be about to commit the same step, this waits for it.
      const noted = await client.query(
        `INSERT INTO causeway.built (migration, statement_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1`,
        [migration, step.hash],
        { signal },
      )
      if (noted.length === 0) return
      await client.query(step.sql, [], { signal })
      // Checked last, so that its lock does not keep everybody from taking over during an index build.
      await requireEpoch(client, migration, lease)
    })
  } catch (error) {
    if (!CausewayError.is(error) || !step.optional || error.code !== 'CW-0710') throw inOurWords(error, step)
    context.logger.warn(`left out, the target refuses it to this role: ${firstLine(step.sql)}`, { code: error.code })
    return
  }
  faultPoint('full-load.index-built')
}

/**
 * Enough to sort in memory where the server has it: an eighth of shared buffers for two workers, at most 1 GB each,
 * never less than the server gives by itself.
 */
async function giveMemory(client: SqlClient, workers: number, signal: AbortSignal): Promise<void> {
  await client.query(
    `SELECT set_config('maintenance_work_mem', greatest(
       pg_size_bytes(current_setting('maintenance_work_mem')),
       least(1 << 30, pg_size_bytes(current_setting('shared_buffers')) / (4 * $1::int))) / 1024 || 'kB', false)`,
    [workers],
    { signal },
  )
}

async function readBuilt(client: SqlClient, migration: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const rows = await client.query<{ hash: string }>(
    'SELECT statement_hash AS hash FROM causeway.built WHERE migration = $1',
    [migration],
    { signal },
  )
  return new Set(rows.map(({ hash }) => hash))
}

function inOurWords(error: unknown, step: BuildStep): unknown {
  if (!CausewayError.is(error) || (error.code !== 'CW-0710' && error.code !== 'CW-0719')) return error
  const breaksConstraint = String(error.data['sqlstate']).startsWith('23')
  return new CausewayError(
    breaksConstraint ? 'CW-0771' : 'CW-0741',
    `${error.message}; refused was: ${firstLine(step.sql)}`,
    {
      cause: error,
      data: error.data,
    },
  )
}

const LINE_CHARACTERS = 200

function firstLine(sql: string): string {
  return (sql.split('\n', 1)[0] ?? '').slice(0, LINE_CHARACTERS)
}
