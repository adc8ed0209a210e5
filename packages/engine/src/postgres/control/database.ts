import {
  CausewayError,
  type Activity,
  type ControlRow,
  type Database,
  type Decision,
  type FenceEvidence,
  type FenceProbe,
  type HandoverId,
  type Lease,
  type Marker,
  type MarkerPurpose,
  type Retention,
  type ServerIdentity,
  type Side,
} from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { migrationId, streamName } from '../names.ts'
import { fingerprint } from '../schema/fingerprint.ts'
import { readActivity } from './activity.ts'
import { ClientPool } from './client-pool.ts'
import { decide, openHandover, readControl } from './control-row.ts'
import { probeFence } from './fence-probe.ts'
import { fence, isFenced, rehearseFence, unfence } from './fence.ts'
import { readIdentity } from './identity.ts'
import { mark } from './markers.ts'
import { applicationPrefix } from './own-sessions.ts'
import { RetentionWatch } from './retention.ts'
import { advanceSequences } from './sequences.ts'
import { tablesDigest } from './tables-digest.ts'

/** One PostgreSQL database in the hand-over. Connections are opened when needed and kept for the next operation. */
export class PostgresDatabase implements Database, AsyncDisposable {
  readonly side: Side
  readonly #context: EngineContext
  readonly #migration: string
  readonly #prefix: string
  readonly #pool: ClientPool
  readonly #retention: RetentionWatch

  constructor(context: EngineContext, side: Side) {
    const { spec } = context
    this.side = side
    this.#context = context
    this.#migration = migrationId(spec)
    this.#prefix = applicationPrefix(spec)
    this.#pool = new ClientPool(spec, side)
    this.#retention = new RetentionWatch(streamName(spec, side === 'source' ? 'forward' : 'reverse'))
  }

  /** A session that is kept between calls; see `ClientPool`. */
  session<T>(lease: Lease | null, signal: AbortSignal, body: (client: SqlClient) => Promise<T>): Promise<T> {
    return this.#pool.use(lease, signal, body)
  }

  identity(signal: AbortSignal): Promise<ServerIdentity> {
    return this.#pool.use(null, signal, readIdentity)
  }

  async fence(handover: HandoverId | null, lease: Lease, signal: AbortSignal): Promise<FenceEvidence> {
    const { logger, spec } = this.#context
    const evidence = await this.#pool.use(lease, signal, (client) => fence(client, spec, handover, lease, signal))
    const { rolesRefused, ...data } = evidence
    logger.info('fence raised', { side: this.side, ...data, rolesRefused: rolesRefused.length })
    return evidence
  }

  unfence(handover: HandoverId | null, lease: Lease, signal: AbortSignal): Promise<void> {
    return this.#pool.use(lease, signal, (client) => unfence(client, this.#context.spec, handover, lease))
  }

  isFenced(signal: AbortSignal): Promise<boolean> {
    return this.#pool.use(null, signal, (client) => isFenced(client, this.#context.spec))
  }

  async probeFence(signal: AbortSignal): Promise<FenceProbe> {
    const database = this.#context.spec[this.side]
    const probe = await this.#pool.use(null, signal, (client) => probeFence(client, database, this.#prefix, signal))
    if (probe.notRefused.length > 0) {
      this.#context.logger.info('roles get past the fence', { side: this.side, roles: probe.notRefused })
    }
    return probe
  }

  rehearseFence(lease: Lease, signal: AbortSignal): Promise<void> {
    return this.#pool.use(lease, signal, (client) => rehearseFence(client, this.#context.spec, lease))
  }

  mark(purpose: MarkerPurpose, lease: Lease, signal: AbortSignal): Promise<Marker> {
    return this.#pool.use(lease, signal, (client) => mark(client, this.#migration, purpose, lease))
  }

  advanceSequences(from: Database, headroom: number, lease: Lease, signal: AbortSignal): Promise<number> {
    if (!(from instanceof PostgresDatabase)) throw new CausewayError('CW-0101', 'sequences come from another engine')
    const options = { migration: this.#migration, scope: this.#context.spec.scope, headroom }
    return this.session(lease, signal, (to) =>
      from.session(lease, signal, (other) => advanceSequences(other, to, options, lease)),
    )
  }

  readControl(signal: AbortSignal): Promise<ControlRow> {
    return this.#pool.use(null, signal, (client) => readControl(client, this.#migration))
  }

  openHandover(handover: HandoverId, lease: Lease, signal: AbortSignal): Promise<void> {
    return this.#pool.use(lease, signal, (client) => openHandover(client, this.#migration, handover, lease))
  }

  decide(handover: HandoverId, decision: Decision, lease: Lease, signal: AbortSignal): Promise<Decision> {
    return this.#pool.use(lease, signal, (client) => decide(client, this.#migration, handover, decision, lease))
  }

  activity(signal: AbortSignal): Promise<Activity> {
    return this.#pool.use(null, signal, (client) => readActivity(client, this.#prefix))
  }

  /** On a session that is kept: a new one would spend several times as long on reading the catalogs for the first time. */
  schemaFingerprint(signal: AbortSignal): Promise<string> {
    return this.#pool.use(null, signal, (client) => fingerprint(client, this.#context.spec.scope, signal))
  }

  tablesDigest(signal: AbortSignal): Promise<string> {
    return this.#pool.use(null, signal, (client) => tablesDigest(client, this.#context.spec.scope, signal))
  }

  retention(signal: AbortSignal): Promise<Retention> {
    return this.#pool.use(null, signal, (client: SqlClient) => this.#retention.read(client))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]()
  }
}
