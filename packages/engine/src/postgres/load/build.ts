import { CausewayError, faultPoint, mapLimit, runLoop, type Lease } from '@causeway/core'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { epochCheckSql, leaseLost } from '../control/epoch.ts'
import { isRefusal, sideError } from '../errors.ts'
import { applicationName, migrationId } from '../names.ts'
import { quoteLiteral } from '../quote.ts'
import type { BuildQueue, BuildStatement, BuildStep } from './build-queue.ts'
import { makeDurable } from './durable.ts'

export interface BuildOptions {
  readonly context: EngineContext
  readonly lease: Lease
  readonly queue: BuildQueue
  readonly workers: number
  readonly onDone?: (step: BuildStep) => void
}

/**
 * Runs every step of the queue once, whatever happened before: statements and the note that they are done are one transaction.
 * When this returns, all of them outlive a crash of the target.
 *
 * Lost connections are opened again. @throws CW-0741 when the target refuses a step, CW-0771 when the data breaks it;
 * CW-0711, to be called again with a new queue, when the target has lost steps in a crash
 */
export async function build(options: BuildOptions, signal: AbortSignal): Promise<void> {
  const { context, workers } = options
  const noted = new Set<string>()
  const crash = new AbortController()
  const numbers = Array.from({ length: workers }, (_, number) => number)
  await mapLimit(numbers, workers, AbortSignal.any([signal, crash.signal]), async (_, signal) => {
    await runLoop(async (healthy, signal) => await new Builder(options, noted, crash).work(healthy, signal), signal, {
      name: 'build',
      logger: context.logger,
    })
  })
}

/** One session that builds. Its commits do not wait for the disk: with thousands of small tables that would be most of the time. */
class Builder {
  readonly #options: BuildOptions
  readonly #migration: string
  /** Hashes of the steps that any session of this build has seen committed. */
  readonly #noted: Set<string>
  readonly #crash: AbortController

  constructor(options: BuildOptions, noted: Set<string>, crash: AbortController) {
    this.#options = options
    this.#migration = migrationId(options.context.spec)
    this.#noted = noted
    this.#crash = crash
  }

  async work(healthy: () => void, signal: AbortSignal): Promise<void> {
    const { context, lease, queue, onDone } = this.#options
    const application = applicationName(context.spec, lease.epoch, 'build')
    await using client = await connect(context.spec.target, { side: 'target', application, signal })
    await client.query('SET synchronous_commit = off', [], { signal })
    await giveMemory(client, context.spec.fullLoad.indexWorkers, signal)
    const built = await this.#readBuilt(client, signal)
    for (let taken = await queue.take(signal); taken !== null; taken = await queue.take(signal)) {
      try {
        const missing = taken.step.statements.filter(({ hash }) => !built.has(hash))
        if (missing.length > 0) await this.#run(client, missing, signal)
      } catch (error) {
        queue.giveBack(taken)
        throw error
      }
      queue.done(taken)
      onDone?.(taken.step)
      healthy()
    }
    // A session that has seen all of them makes all of them durable.
    await this.#readBuilt(client, signal)
    await makeDurable(client, this.#migration, lease)
  }

  /** @throws the reason of `#crash` when steps that were committed are not there any more */
  async #readBuilt(client: SqlClient, signal: AbortSignal): Promise<ReadonlySet<string>> {
    const expected = [...this.#noted]
    const rows = await client.query<{ hash: string }>(
      'SELECT statement_hash AS hash FROM causeway.built WHERE migration = $1',
      [this.#migration],
      { signal },
    )
    const built = new Set(rows.map(({ hash }) => hash))
    if (expected.some((hash) => !built.has(hash))) {
      const error = sideError('target', '11', 'the server has lost its last commits in a crash; they are made again')
      this.#crash.abort(error)
      throw error
    }
    return built
  }

  /** Together; when that fails one by one, to do what can be done and to name what cannot. */
  async #run(client: SqlClient, statements: readonly BuildStatement[], signal: AbortSignal): Promise<void> {
    const [first, ...others] = statements
    if (first === undefined) return
    if (others.length === 0) return await this.#runAlone(client, first, signal)
    try {
      await this.#commit(client, statements, signal)
    } catch (error) {
      if (!CausewayError.is(error) || error.disposition === 'retry') throw error
      for (const statement of statements) await this.#runAlone(client, statement, signal)
    }
  }

  async #runAlone(client: SqlClient, statement: BuildStatement, signal: AbortSignal): Promise<void> {
    try {
      await this.#commit(client, [statement], signal)
    } catch (error) {
      // The transaction of a session that was lost has arrived after all.
      if (isNotedAlready(error)) return void this.#noted.add(statement.hash)
      if (!isRefusal(error) || !statement.optional) throw inOurWords(error, statement)
      const text = `left out, the target refuses it: ${firstLine(statement.sql)}`
      this.#options.context.logger.warn(text, { reason: error.message })
    }
  }

  async #commit(client: SqlClient, statements: readonly BuildStatement[], signal: AbortSignal): Promise<void> {
    const { lease } = this.#options
    const notes = statements.map(({ hash }) => `(${quoteLiteral(this.#migration)}, ${quoteLiteral(hash)})`)
    await client.transaction(async () => {
      // Noted first: should a lost session's transaction still be about to commit the same, this waits for it. The epoch
      // last, so that its lock does not keep everybody from taking over during an index build.
      const text = [
        `INSERT INTO causeway.built (migration, statement_hash) VALUES ${notes.join(', ')}`,
        ...statements.map(({ sql }) => sql),
        epochCheckSql(this.#migration, lease.epoch),
      ]
      const rows = await client.query(text.join('\n;\n'), [], { signal })
      if (rows.length === 0) throw leaseLost('target', lease.epoch)
    })
    for (const { hash } of statements) this.#noted.add(hash)
    faultPoint('full-load.index-built')
  }
}

function isNotedAlready(error: unknown): boolean {
  if (!CausewayError.is(error)) return false
  const { sqlstate, schema, table } = error.data
  return sqlstate === '23505' && schema === 'causeway' && table === 'built'
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

function inOurWords(error: unknown, { sql }: BuildStatement): unknown {
  if (!isRefusal(error)) return error
  const breaksConstraint = String(error.data['sqlstate']).startsWith('23')
  return new CausewayError(
    breaksConstraint ? 'CW-0771' : 'CW-0741',
    `${error.message}; refused was: ${firstLine(sql)}`,
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
