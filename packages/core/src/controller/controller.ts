import { CausewayError } from '../errors/causeway-error.ts'
import { ERRORS } from '../errors/registry.ts'
import { message, type Message, type MessageName, type Messages } from '../messages/message.ts'
import type { MessageData } from '../messages/message-data.ts'
import { authorityOf, type MigrationState } from '../phases/state.ts'
import type { TableProgress } from '../ports/migration-engine.ts'
import type { Lease, LeaseRequest } from '../ports/lease.ts'
import { runLoop } from '../run-loop.ts'
import { adoptControlRows } from './adopt.ts'
import { preflight } from './before-traffic.ts'
import { Inbox, type Command } from './inbox.ts'
import { handover } from './perform-handover.ts'
import { PHASE_HANDLERS } from './phase-handlers.ts'
import { MigrationRecord } from './record.ts'
import type { ControllerParts, PhaseOutcome, Run } from './run.ts'
import { Services } from './services.ts'
import { forgetSchema } from './schema-watch.ts'
import { carryWhileHeld } from './streams.ts'
import { changeWeight } from './shift.ts'
import { viewOf, type StatusView } from './status-view.ts'

export interface ControllerOptions {
  /** Leave with the code of what blocks instead of waiting for a person. */
  readonly exitWhenBlocked: boolean
  readonly lease: LeaseRequest
}

/** Longest history of lag that a gate looks back on, in samples of the stream's heartbeat. */
const LAG_SAMPLES = 4_000

/** For work outside of any phase. */
const UNORDERED = { resumed: false, fresh: false, order: null } as const

/** What was waited for before these is not waited for any more. */
const ENDS_A_WAIT: ReadonlySet<MessageName> = new Set(['phase-changed', 'weight-set', 'paused', 'frozen'])

/**
 * Carries one migration through its phases, for as long as it is asked to. One process, one lease; whatever it finds
 * half done it finishes or undoes. Orders come from the control socket or from the program that composed it.
 */
export class Controller {
  readonly #parts: ControllerParts
  readonly #options: ControllerOptions
  readonly #lease: Lease
  readonly #record: MigrationRecord
  readonly #services: Services
  readonly #inbox = new Inbox()
  readonly #messages: Messages
  readonly #lag: { lagMs: number | null; atMs: number }[] = []
  readonly #latest: ReadonlyMap<MessageName, Message>
  readonly #tables: ReadonlyMap<string, TableProgress>
  /** Ends the work of the phase in course, not the migration. */
  #interrupt = new AbortController()
  #resumed = Promise.withResolvers<void>()
  #cleanUpOrder: Command | null = null
  /** What a service failed with, where nobody waits for it to be mended. */
  #failure: { readonly error: unknown } | null = null
  #ending: AbortSignal

  /**
   * Takes the lease and what is recorded. `messages` hears everything from here on.
   * @throws CW-0310 preflight found blockers, and nothing was changed
   * @throws CW-0802 another controller holds the lease
   */
  static async open(
    parts: ControllerParts,
    messages: Messages,
    options: ControllerOptions,
    signal: AbortSignal,
  ): Promise<Controller> {
    const remembering = new Map<MessageName, Message>()
    const tables = new Map<string, TableProgress>()
    const sink: Messages = {
      emit: (said) => {
        remembering.set(said.name, said)
        if (ENDS_A_WAIT.has(said.name)) remembering.delete('waiting-for')
        if (said.name === 'table-progress') tables.set(said.data.table, said.data)
        messages.emit(said)
      },
    }
    const record = await MigrationRecord.open(parts.store, sink, parts.clock)
    if (record.state.phase === 'draft') await preflight(parts.engine, record, signal)
    const lease = await parts.engine.acquireLease(options.lease, signal)
    return new Controller(parts, lease, record, sink, remembering, tables, options)
  }

  private constructor(
    parts: ControllerParts,
    lease: Lease,
    record: MigrationRecord,
    messages: Messages,
    latest: Map<MessageName, Message>,
    tables: Map<string, TableProgress>,
    options: ControllerOptions,
  ) {
    this.#parts = parts
    this.#lease = lease
    this.#record = record
    this.#messages = messages
    this.#latest = latest
    this.#tables = tables
    this.#options = options
    this.#ending = lease.lost
    this.#services = new Services((name, error) => void this.#onServiceFailure(name, error))
  }

  get state(): MigrationState {
    return this.#record.state
  }

  status(): StatusView {
    return viewOf(this.#parts, this.#record.state, this.#latest, [...this.#tables.values()], this.#lease.epoch)
  }

  /**
   * Runs until the migration has ended or `signal` aborts; everything is then at a safe point and can be resumed.
   * @throws CausewayError with the exit code of what ended it
   */
  async run(signal: AbortSignal): Promise<MigrationState> {
    const ending = AbortSignal.any([signal, this.#lease.lost])
    this.#ending = ending
    await using _lease = this.#lease
    await using _services = this.#services
    await this.#record.tell('controller-started', {
      migration: `${this.#parts.spec.name}-${this.#parts.spec.suffix}`,
      holder: this.#lease.holder,
      epoch: this.#lease.epoch,
    })
    await adoptControlRows(this.#parts, this.#record, ending)
    // A router that lives in this process has forgotten its weight.
    if (this.state.weight > 0) await this.#parts.traffic?.setWeight(this.state.weight, ending)
    this.#services.start('lag samples', (stopping) => this.#sampleLag(stopping))
    if (this.state.attribute !== null) carryWhileHeld(this.#run(UNORDERED))
    let resumed = true
    let fresh = false
    let order: Command | null = null
    for (;;) {
      const cleanUp = this.#dueCleanUp()
      if (cleanUp !== null) return await this.#cleanUp(cleanUp, ending)
      await this.#unblocked(ending)
      if (this.#dueCleanUp() !== null) continue
      this.#interrupt = new AbortController()
      const run = this.#run({ resumed, fresh, order })
      const inHandover = this.state.handover !== null
      try {
        const outcome = await this.#carry(run, AbortSignal.any([ending, this.#interrupt.signal]))
        if (outcome.event === 'stop') return this.state
        order = outcome.order ?? null
        if (outcome.event !== 'applied') await this.#record.apply(outcome.event)
        // To end the hand-over of an earlier process is to know no more of its rows than before.
        resumed &&= inHandover
        fresh = outcome.event === 'cutover-started' || outcome.event === 'rollback-started'
      } catch (error) {
        // Whoever gave it is told now; it is not carried out later, when nobody expects it any more.
        order?.failed(error)
        order = null
        ending.throwIfAborted()
        fresh = false
        // A service failed or somebody paused: what holds the migration is in the state, and the loop waits for it to go.
        if (this.#interrupt.signal.aborted) continue
        if (this.#options.exitWhenBlocked || !this.#canWait(error)) throw error
        await this.#freeze(error)
      }
    }
  }

  /** Carries out an order; resolves when it is done. @throws CW-0305 when the phase does not take it */
  async command(name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    switch (name) {
      case 'pause':
        await this.#pause('by an operator')
        return this.status()
      case 'resume':
        if (this.#inbox.accepts('resume')) return await this.#send(name, args)
        await forgetSchema({ services: this.#services })
        await this.#record.resume()
        this.#resumed.resolve()
        return this.status()
      case 'traffic':
        return await this.#setTraffic(args, signal)
      case 'clean-up':
        return await this.#orderCleanUp()
      default:
        return await this.#send(name, args)
    }
  }

  async #send(name: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    try {
      return await this.#inbox.send(name, args, () => this.#refusal(name))
    } catch (error) {
      if (CausewayError.is(error) || !this.#ending.aborted) throw error
      const text = `the controller was stopped before \`${name}\` was carried out`
      throw new CausewayError('CW-0306', text, { cause: error })
    }
  }

  #refusal(name: string): string {
    const { phase, attribute } = this.state
    const inCourse = this.#inbox.carryingOut
    if (inCourse !== null)
      return `\`${name}\` is not possible now: \`${inCourse}\` is being carried out; wait for its end`
    const held = attribute === null ? '' : `, ${attribute.kind}: ${attribute.reason}`
    const now = this.status().waitingFor?.command ?? 'nobody has to do anything, see causeway status'
    return `\`${name}\` is not possible in phase ${phase}${held}; now: ${now}`
  }

  /** The phase in course ends; the loop then waits. */
  async #pause(reason: string): Promise<void> {
    await this.#record.pause(reason)
    this.#interrupt.abort(
      new CausewayError('CW-0305', `the migration was paused ${reason}; resume, then order it again`),
    )
  }

  /** The phase in course. A hand-over goes before all and is never begun again; it repeats what must be done by itself. */
  async #carry(run: Run, signal: AbortSignal): Promise<PhaseOutcome> {
    const { phase, handover: running } = this.state
    if (running !== null || phase === 'cutover') return await handover(run, signal)
    const handle = PHASE_HANDLERS[phase]
    if (this.#options.exitWhenBlocked) return await handle(run, signal)
    const { clock, logger } = this.#parts
    // A server that is away for a while needs no person: what the phase has not finished is done again.
    return await runLoop(async () => await handle(run, signal), signal, {
      name: `phase ${phase}`,
      clock,
      logger,
      onBackOff: (_, { code, message: text }) =>
        run.tellSoon('warning', { text: `phase ${phase} is tried again: ${text}`, code }),
    })
  }

  #run(at: Pick<Run, 'resumed' | 'fresh' | 'order'>): Run {
    return {
      ...this.#parts,
      lease: this.#lease,
      record: this.#record,
      services: this.#services,
      inbox: this.#inbox,
      exitWhenBlocked: this.#options.exitWhenBlocked,
      ...at,
      lagSamples: () => this.#lag,
      tellSoon: (name, data) => this.#pass(name, data),
    }
  }

  #pass<N extends MessageName>(name: N, data: MessageData[N]): void {
    this.#messages.emit(message(name, data, this.#parts.clock.now()))
  }

  async #sampleLag(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const { state, lagMs } = this.#parts.engine.stream('forward').status()
      this.#lag.push({ lagMs: state === 'streaming' ? lagMs : null, atMs: this.#parts.clock.now().getTime() })
      if (this.#lag.length > LAG_SAMPLES) this.#lag.shift()
      await this.#parts.clock.sleep(this.#parts.spec.replication.heartbeatMs, stopping)
    }
  }

  /**
   * Waits while the migration is paused or frozen. A hand-over in course does not wait: clients do. Neither does `hold`,
   * where the way back stays open.
   */
  async #unblocked(ending: AbortSignal): Promise<void> {
    if (this.#failure !== null && this.state.handover === null) throw this.#failure.error
    while (this.state.attribute !== null && this.state.handover === null && this.#cleanUpOrder === null) {
      ending.throwIfAborted()
      if (this.#options.exitWhenBlocked) throw this.#blocked()
      if (this.state.phase === 'hold') return
      this.#resumed = Promise.withResolvers<void>()
      const stop = () => this.#resumed.resolve()
      ending.addEventListener('abort', stop, { once: true })
      await this.#resumed.promise
      ending.removeEventListener('abort', stop)
    }
    ending.throwIfAborted()
  }

  #blocked(): CausewayError {
    const { attribute } = this.state
    if (attribute?.kind === 'paused') return new CausewayError('CW-0303', `paused ${attribute.reason}: causeway resume`)
    const reason = attribute?.reason ?? 'frozen'
    const code = attribute?.code ?? 'CW-1001'
    return new CausewayError(code, `${reason}; causeway run without --exit-when-blocked can be told to resume`)
  }

  #canWait(error: unknown): boolean {
    return CausewayError.is(error) && error.exitCode !== 1 && error.exitCode !== 8
  }

  async #freeze(error: unknown): Promise<void> {
    const code = CausewayError.is(error) ? error.code : 'CW-0101'
    const reason = error instanceof Error ? error.message : String(error)
    await this.#record.freeze(reason, code, ERRORS[code].remedy)
  }

  async #onServiceFailure(name: string, error: unknown): Promise<void> {
    if (this.#lease.lost.aborted) return
    this.#parts.logger.error(`${name} failed`, { error: String(error) })
    const told = wayBackLost(this.state, name) ? lostWayBack(error) : error
    if (this.#options.exitWhenBlocked) this.#failure = { error: told }
    // The journal may be what failed; the phase must stop all the same.
    else
      await this.#freeze(told).catch((cause: unknown) =>
        this.#parts.logger.error('cannot record the freeze', { error: String(cause) }),
      )
    // Inside a hand-over the steps find out by their deadlines; elsewhere the phase stops here.
    if (this.state.handover === null) this.#interrupt.abort(error)
  }

  async #setTraffic(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    const weight = Number(args['weight'])
    const present = this.state.weight
    if (weight > present && this.#inbox.accepts('approve-weight')) return await this.#send('approve-weight', { weight })
    if (weight === present) return { weight, paused: false }
    this.#record.requireWeight(weight)
    // The router at once, whatever becomes of the phase in course; it may not take its own step on top.
    await this.#parts.traffic?.setWeight(weight, signal)
    await this.#pause(`at weight ${weight}, set by an operator`)
    await changeWeight(this.#run(UNORDERED), weight, 'by an operator', signal)
    if (weight < present) await this.#record.apply('weight-aborted')
    return { weight, paused: true }
  }

  /** Stops the phase in course; the loop then cleans up, with nothing else running. */
  async #orderCleanUp(): Promise<unknown> {
    if (authorityOf(this.state) !== 'SOURCE' || this.state.handover !== null) throw this.#noCleanUp()
    if (this.#cleanUpOrder !== null) throw new CausewayError('CW-0305', 'the clean-up is being carried out already')
    return await new Promise((done, failed) => {
      this.#cleanUpOrder = { name: 'clean-up', args: {}, done, failed }
      this.#interrupt.abort(new CausewayError('CW-0305', 'the migration is being cleaned up'))
      this.#resumed.resolve()
    })
  }

  #noCleanUp(): CausewayError {
    const text = `clean-up is not possible in phase ${this.state.phase}: causeway rollback, or causeway commit`
    return new CausewayError('CW-0305', text)
  }

  /** A hand-over that began just before the order goes first, and then it may be too late. */
  #dueCleanUp(): Command | null {
    const order = this.#cleanUpOrder
    if (order === null || this.state.handover !== null) return null
    if (authorityOf(this.state) === 'SOURCE') return order
    this.#cleanUpOrder = null
    order.failed(this.#noCleanUp())
    return null
  }

  /** Removes everything Causeway made and opens the target; the copied data stays there. The migration is over. */
  async #cleanUp(order: Command, signal: AbortSignal): Promise<MigrationState> {
    try {
      await this.#services[Symbol.asyncDispose]()
      if (this.state.weight > 0) await changeWeight(this.#run(UNORDERED), 0, 'clean-up', signal)
      await this.#parts.engine.cleanUp(this.#lease, null, signal)
      await this.#record.apply('cleaned-up')
      order.done({ phase: this.state.phase })
      return this.state
    } catch (error) {
      order.failed(error)
      throw error
    }
  }
}

/** In `hold` the reverse stream is the way back; without it a rollback would lose what clients have written since. */
function wayBackLost({ phase }: MigrationState, service: string): boolean {
  return phase === 'hold' && service === 'reverse stream'
}

function lostWayBack(cause: unknown): CausewayError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CausewayError('CW-1002', `the way back is lost, reverse replication has stopped: ${why}`, { cause })
}
