import { CausewayError } from '../errors/causeway-error.ts'
import type { ErrorCode } from '../errors/registry.ts'
import type { Clock } from '../clock.ts'
import { message, type MessageName, type Messages } from '../messages/message.ts'
import type { MessageData } from '../messages/message-data.ts'
import {
  advance,
  authorityOf,
  withAttribute,
  withoutAttribute,
  withWeight,
  type MigrationState,
} from '../phases/state.ts'
import type { PhaseEvent } from '../phases/transitions.ts'
import type { HandoverId } from '../ports/database.ts'
import type { StateStore } from '../ports/state-store.ts'

/** Code of an event that records facts of the controller's own (`remember`): no message, and no contract. */
export const FACTS_CODE = 'CM-1000'

/** Whether what froze it may have changed rows that no stream has carried: then no comparison made before counts. */
function voidsVerification(code: ErrorCode | null): boolean {
  return code === 'CW-1003' || code === 'CW-1052'
}

const UNVERIFIED = { verification: null } as const

/**
 * The state of the migration in memory and on disk, always the same: each change is journaled with the message that
 * tells of it, then taken over, then told. Changes are made one after the other.
 */
export class MigrationRecord {
  readonly #store: StateStore
  readonly #messages: Messages
  readonly #clock: Clock
  #current: { readonly version: number; readonly state: MigrationState }
  #tail: Promise<unknown> = Promise.resolve()

  static async open(store: StateStore, messages: Messages, clock: Clock): Promise<MigrationRecord> {
    return new MigrationRecord(store, messages, clock, await store.state())
  }

  private constructor(
    store: StateStore,
    messages: Messages,
    clock: Clock,
    current: { readonly version: number; readonly state: MigrationState },
  ) {
    this.#store = store
    this.#messages = messages
    this.#clock = clock
    this.#current = current
  }

  get state(): MigrationState {
    return this.#current.state
  }

  /** Establishes a fact: the one way to another phase. @throws CW-0304 with the reason when it is refused */
  async apply(event: PhaseEvent): Promise<void> {
    const from = this.state
    await this.#change(
      (state) => {
        const step = advance(state, event)
        if ('refuse' in step)
          throw new CausewayError('CW-0304', `${event} is refused in ${state.phase}: ${step.refuse}`)
        return step.state
      },
      'phase-changed',
      (to) => ({ from: from.phase, to: to.phase, event, authority: authorityOf(to), weight: to.weight }),
    )
  }

  /** @throws CW-0304 when the weight may not change now */
  async setWeight(weight: number, reason: string): Promise<void> {
    const from = this.state.weight
    await this.#change(
      (state) => weighted(state, weight),
      'weight-set',
      () => ({ from, to: weight, reason }),
    )
  }

  /** To be asked before the router is touched. @throws CW-0304 when the weight may not change now */
  requireWeight(weight: number): void {
    weighted(this.state, weight)
  }

  /** Facts that are no event of the phase machine: what `prepare` found, what a verification proved. */
  async remember(facts: Partial<Pick<MigrationState, 'recorded' | 'verification'>>): Promise<void> {
    await this.#note((state) => ({ ...state, ...facts }), facts)
  }

  /** Takes over what the databases know better than the journal. */
  async adopt(state: MigrationState): Promise<void> {
    if (state !== this.state) await this.#note(() => state, { adopted: 'the control rows', phase: state.phase })
  }

  async freeze(reason: string, code: ErrorCode | null, remedy: string): Promise<void> {
    await this.#change(
      (state) => withAttribute(state, { kind: 'frozen', reason, code }),
      'frozen',
      () => ({ reason, code, remedy }),
    )
  }

  /** @throws CW-0305 while a hand-over runs: clients wait for its end */
  async pause(reason: string): Promise<void> {
    await this.#change(
      (state) => {
        if (state.handover !== null) throw noPause(state.handover)
        return withAttribute(state, { kind: 'paused', reason, code: null })
      },
      'paused',
      () => ({ reason }),
    )
  }

  /** Takes away what holds the migration, if anything does. */
  async resume(): Promise<void> {
    const attribute = this.state.attribute
    if (attribute === null) return
    await this.#change(
      (state) => ({
        ...withoutAttribute(state, attribute.kind),
        ...(voidsVerification(attribute.code) ? UNVERIFIED : {}),
      }),
      'resumed',
      () => ({ from: attribute.kind }),
    )
  }

  /** Tells without changing the state. Kept in the journal when it is evidence. */
  async tell<N extends MessageName>(name: N, data: MessageData[N], keep: 'keep' | 'pass' = 'keep'): Promise<void> {
    const said = message(name, data, this.#clock.now())
    if (keep === 'keep') await this.#store.append({ code: said.code, data: said.data })
    this.#messages.emit(said)
  }

  /** Journals the new state with what is said of it, takes it over, then tells; one change after the other. */
  async #change<N extends MessageName>(
    step: (state: MigrationState) => MigrationState,
    name: N,
    data: (to: MigrationState) => MessageData[N],
  ): Promise<void> {
    await this.#inTurn(async () => {
      const state = step(this.#current.state)
      const said = message(name, data(state), this.#clock.now())
      this.#current = await this.#store.change(this.#current.version, state, { code: said.code, data: said.data })
      this.#messages.emit(said)
    })
  }

  /** A change that nobody needs to be told of. */
  async #note(step: (state: MigrationState) => MigrationState, data: unknown): Promise<void> {
    await this.#inTurn(async () => {
      this.#current = await this.#store.change(this.#current.version, step(this.#current.state), {
        code: FACTS_CODE,
        data,
      })
    })
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => {})
    await turn
  }
}

function weighted(state: MigrationState, weight: number): MigrationState {
  const step = withWeight(state, weight)
  if ('refuse' in step) throw new CausewayError('CW-0304', `weight ${weight} is refused: ${step.refuse}`)
  return step.state
}

function noPause({ kind }: HandoverId): CausewayError {
  return new CausewayError('CW-0305', `a ${kind} is running: it ends by itself within its pause budget; then pause`)
}
