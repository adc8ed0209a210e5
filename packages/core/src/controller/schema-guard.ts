import { CausewayError } from '../errors/causeway-error.ts'
import type { Database } from '../ports/database.ts'
import type { Run } from './run.ts'
import { schemaChanged } from './schema-watch.ts'

/**
 * Keeps what one hand-over carries complete: a table that came after the gates were looked at, and before the fence, is
 * on one side only, with all of its rows.
 */
export class SchemaGuard {
  readonly #run: Run
  readonly #from: Database
  #digest = ''

  constructor(run: Run, from: Database) {
    this.#run = run
    this.#from = from
  }

  /**
   * Before the pause. A way back from a schema that is known to be another one is a decision somebody has taken.
   * @throws CW-1003 the schema is not the one recorded
   */
  async remember(signal: AbortSignal): Promise<void> {
    const { engine, record } = this.#run
    const { side } = this.#from
    // First, so that what is altered while the schema is compared is found later.
    this.#digest = await this.#from.tablesDigest(signal)
    if (record.state.attribute?.code === 'CW-1003') return
    if (record.state.recorded?.[side].fingerprint === (await engine.schemaFingerprint(side, signal))) return
    throw schemaChanged(side, await engine.schemaDifferences('complete', signal))
  }

  /** Behind the fence. @throws CW-1003 a table or column came, went or was altered since */
  async require(signal: AbortSignal): Promise<void> {
    const { side } = this.#from
    if ((await this.#from.tablesDigest(signal)) === this.#digest) return
    const text = `a table or column of the ${side} was made or altered just before it was fenced; nothing has moved`
    throw new CausewayError('CW-1003', text, { data: { side } })
  }
}
