import type {
  Direction,
  Finding,
  Lease,
  LeaseRequest,
  LoadProgress,
  LoadSummary,
  MigrationEngine,
  PrepareResult,
  ReplicationStream,
  Side,
  VerificationResult,
  VerifyProgress,
} from '@causeway/core'
import { faultPoint } from '@causeway/core'
import { hasSameTables, readCatalog, type Catalog } from './catalog.ts'
import { preflight } from './check/preflight.ts'
import type { SqlClient } from './connect.ts'
import type { EngineContext } from './context.ts'
import { hasControlSchema, removeControlSchema } from './control/control-schema.ts'
import { acquireLease } from './control/lease.ts'
import { PostgresDatabase } from './control/database.ts'
import { copyLargeObjects, syncLargeObjects } from './load/large-objects.ts'
import { refreshMaterializedViews } from './load/materialized-views.ts'
import { finishBuild, fullLoad, type FullLoadParts } from './load/full-load.ts'
import { migrationId } from './names.ts'
import { carryIndexes } from './schema/carry-indexes.ts'
import { diffSchemas } from './schema/diff.ts'
import { fingerprint } from './schema/fingerprint.ts'
import { readSchema, type SourceSchema } from './schema/read-schema.ts'
import { restorePreData } from './schema/restore.ts'
import { wholeObjects } from './schema/whole-objects.ts'
import { PostgresReplicationStream } from './stream/replication-stream.ts'
import { Verification } from './verify/verification.ts'

/** Opens nothing yet; connections are made by what needs them. */
export function createPostgresEngine(context: EngineContext): MigrationEngine {
  return new PostgresEngine(context)
}

class PostgresEngine implements MigrationEngine {
  readonly source: PostgresDatabase
  readonly target: PostgresDatabase
  readonly #context: EngineContext
  readonly #verification: Readonly<Record<Direction, Verification>>
  readonly #streams: Readonly<Record<Direction, PostgresReplicationStream>>

  /** As `prepare` has read it, unless another process did. */
  #schema: SourceSchema | null = null
  #frozen: Catalog | null = null
  #parts: FullLoadParts | null = null

  constructor(context: EngineContext) {
    this.#context = context
    this.source = new PostgresDatabase(context, 'source')
    this.target = new PostgresDatabase(context, 'target')
    this.#verification = {
      forward: new Verification(context, 'forward'),
      reverse: new Verification(context, 'reverse'),
    }
    this.#streams = {
      forward: new PostgresReplicationStream(context, 'forward', this, this.#verification.forward),
      reverse: new PostgresReplicationStream(context, 'reverse', this, this.#verification.reverse),
    }
  }

  async preflight(signal: AbortSignal): Promise<readonly Finding[]> {
    return await preflight(this.#context, signal)
  }

  async acquireLease(request: LeaseRequest, signal: AbortSignal): Promise<Lease> {
    return await acquireLease(this.#context, request, signal)
  }

  async prepare(lease: Lease, signal: AbortSignal): Promise<PrepareResult> {
    await this.#onBoth(lease, signal, async (sides) => await this.#carrySchema(sides, lease, signal))
    faultPoint('prepare.schema-restored')
    // Closed from here until the decision: what writes there now is Causeway, or an intruder.
    await this.target.fence(null, lease, signal)
    await this.#streams.forward.create(lease, signal)
    faultPoint('prepare.capture-created')
    return await this.#onBoth(lease, signal, async (sides) => await this.#prepared(sides, signal))
  }

  async #carrySchema(sides: Sides, lease: Lease, signal: AbortSignal): Promise<void> {
    const schema = await readSchema(this.#context, sides, lease, signal)
    this.#schema = schema
    for (const refused of await restorePreData(this.#context, sides.target, schema.preData, lease, signal)) {
      this.#context.logger.warn('left out, the target refuses it', { refused })
    }
  }

  async #prepared({ source, target }: Sides, signal: AbortSignal): Promise<PrepareResult> {
    const { scope } = this.#context.spec
    // First: what is altered while the schemas are compared is found later.
    const [ofSource, ofTarget] = await Promise.all([
      fingerprint(source, scope, signal),
      fingerprint(target, scope, signal),
    ])
    const differences = await diffSchemas(source, target, scope, 'pre-data', signal)
    const { tables } = await readCatalog(source, scope)
    return { tables: tables.length, fingerprint: { source: ofSource, target: ofTarget }, differences }
  }

  async fullLoad(lease: Lease, report: (progress: LoadProgress) => void, signal: AbortSignal): Promise<LoadSummary> {
    return await fullLoad(await this.#loadParts(lease, signal), lease, report, signal)
  }

  async finishLoad(lease: Lease, signal: AbortSignal): Promise<readonly string[]> {
    const parts = await this.#loadParts(lease, signal)
    await finishBuild(parts, lease, signal)
    await this.carryIndexes('forward', lease, signal)
    return await this.#onBoth(lease, signal, async ({ source, target }) => {
      return await diffSchemas(source, target, this.#context.spec.scope, 'complete', signal)
    })
  }

  stream(direction: Direction): ReplicationStream {
    return this.#streams[direction]
  }

  async verify(
    direction: Direction,
    lease: Lease,
    report: (progress: VerifyProgress) => void,
    signal: AbortSignal,
  ): Promise<VerificationResult> {
    return await this.#verification[direction].all(
      await this.#catalog(signal),
      lease.epoch,
      this.#passed(direction, lease),
      report,
      signal,
    )
  }

  async refresh(direction: Direction, lease: Lease, signal: AbortSignal): Promise<void> {
    await syncLargeObjects(this.#context, direction, lease, signal)
    if (direction === 'reverse') return
    const { postData } = await this.#loadParts(lease, signal)
    await refreshMaterializedViews(this.#context, postData, lease, signal)
  }

  async verifyChanged(direction: Direction, lease: Lease, signal: AbortSignal): Promise<VerificationResult> {
    const catalog = await this.#catalog(signal)
    const [result] = await Promise.all([
      this.#verification[direction].changed(catalog, lease.epoch, signal),
      this.#lastLargeObjects(direction, lease, signal),
    ])
    const returning = direction === 'forward' ? 'reverse' : 'forward'
    if (result.mismatchCount === 0 && result.inMotion === 0) this.#verification[returning].provenEqual(catalog)
    return result
  }

  async keepVerifying(direction: Direction, lease: Lease, signal: AbortSignal): Promise<void> {
    await this.#verification[direction].keep(
      await this.#catalog(signal),
      lease.epoch,
      this.#passed(direction, lease),
      signal,
    )
  }

  pendingVerification(direction: Direction): number {
    return this.#verification[direction].pending()
  }

  async schemaFingerprint(side: Side, signal: AbortSignal): Promise<string> {
    return await this[side].schemaFingerprint(signal)
  }

  async schemaDifferences(stage: 'pre-data' | 'complete', signal: AbortSignal): Promise<readonly string[]> {
    const { catalog, differences, unpublished } = await this.#onBoth(null, signal, async ({ source, target }) => {
      const { scope } = this.#context.spec
      return {
        catalog: await readCatalog(source, scope),
        differences: await diffSchemas(source, target, scope, stage, signal),
        unpublished: [
          ...(await this.#streams.forward.unpublished(source, signal)),
          ...(await this.#streams.reverse.unpublished(target, signal)),
        ],
      }
    })
    const remade = unpublished.filter((table) => !differences.some((difference) => difference.includes(table)))
    // Asked for when a schema has changed: a load that goes on reads it again.
    this.#schema = this.#parts = null
    // A change that is on both sides is taken over; another one may be undone, and is asked for again.
    const isTakenOver = differences.length === 0 && remade.length === 0
    // What is pending is known by the tables as they are read: one more index makes no others of them.
    if (isTakenOver && (this.#frozen === null || !hasSameTables(this.#frozen, catalog))) this.#frozen = catalog
    return [
      ...remade.map((table) => `table ${table} was made again or published no more: its rows are not followed`),
      ...wholeObjects(differences),
    ]
  }

  async carryIndexes(direction: Direction, lease: Lease, signal: AbortSignal): Promise<readonly string[]> {
    const { spec } = this.#context
    return await this.#onBoth(lease, signal, async ({ source, target }) => {
      const [from, to] = direction === 'forward' ? [source, target] : [target, source]
      return await carryIndexes(from, to, spec.scope, { migration: migrationId(spec), lease }, signal)
    })
  }

  async cleanUp(lease: Lease, staysClosed: Side | null, signal: AbortSignal): Promise<void> {
    for (const direction of ['forward', 'reverse'] as const) {
      await this.#streams[direction].drop(lease, signal)
    }
    for (const database of [this.source, this.target]) {
      if (database.side !== staysClosed) await database.unfence(null, lease, signal)
    }
    // The control rows last, and the arbiter's after the other: until then a repetition finds the lease.
    for (const database of [this.target, this.source]) {
      await database.session(lease, signal, async (client) => {
        if (await hasControlSchema(client)) await removeControlSchema(client, migrationId(this.#context.spec), lease)
      })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using resources = new AsyncDisposableStack()
    for (const part of [this.source, this.target, ...Object.values(this.#verification)]) resources.use(part)
  }

  /** Read once: the schema is frozen by then. */
  async #loadParts(lease: Lease, signal: AbortSignal): Promise<FullLoadParts> {
    this.#parts ??= await this.#onBoth(lease, signal, async (sides) => {
      const { postData } = this.#schema ?? (await readSchema(this.#context, sides, lease, signal))
      for (const leftOut of postData.leftOut) {
        this.#context.logger.warn('left out, since it leads out of the scope', { leftOut })
      }
      const catalog = await readCatalog(sides.source, this.#context.spec.scope)
      return { context: this.#context, catalog, postData: postData.statements }
    })
    return this.#parts
  }

  /** On sessions that are kept: the pause does not wait for connections. */
  async #lastLargeObjects(direction: Direction, lease: Lease, signal: AbortSignal): Promise<void> {
    await this.#onBoth(lease, signal, async ({ source, target }) => {
      const sides = direction === 'forward' ? { source, target } : { source: target, target: source }
      await copyLargeObjects({ context: this.#context, lease, ...sides, signal })
    })
  }

  /** What was committed before the call, on the side that changes come from, has arrived on the other. */
  #passed(direction: Direction, lease: Lease): (signal: AbortSignal) => Promise<void> {
    const from = direction === 'forward' ? this.source : this.target
    return async (signal) => {
      await this.#streams[direction].awaitMarker(await from.mark('round-trip', lease, signal), signal)
    }
  }

  /** Read once: the schema is frozen by then, and the pause has no time for it. */
  async #catalog(signal: AbortSignal): Promise<Catalog> {
    if (this.#frozen === null) {
      const { scope } = this.#context.spec
      const catalog = await this.source.session(null, signal, async (source) => await readCatalog(source, scope))
      // One for all who asked at the same time: another one means other tables.
      this.#frozen ??= catalog
    }
    return this.#frozen
  }

  /** A session on each side; they are kept, and carry the epoch of `lease` in their name. */
  async #onBoth<T>(lease: Lease | null, signal: AbortSignal, body: (sides: Sides) => Promise<T>): Promise<T> {
    return await this.source.session(lease, signal, (source) => {
      return this.target.session(lease, signal, (target) => body({ source, target }))
    })
  }
}

interface Sides {
  readonly source: SqlClient
  readonly target: SqlClient
}
