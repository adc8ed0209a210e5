import { CausewayError, faultPoint, type Lease, type LeaseRequest, type Side } from '@causeway/core'
import { bothSettled } from '../both-settled.ts'
import type { EngineContext } from '../context.ts'
import { LeaseSide } from './lease-side.ts'

/**
 * Takes the right to act: a session lock on both databases, and an epoch in both control rows greater than any before.
 *
 * Sessions that still act under an earlier epoch are ended, on both sides, before this returns. The locks vanish with
 * this process; they are regained with the same epoch when only a connection broke or a server restarted.
 *
 * @throws CW-0802 a live process holds it and `takeOver` is not set
 */
export async function acquireLease(context: EngineContext, request: LeaseRequest, signal: AbortSignal): Promise<Lease> {
  const { spec } = context
  const { holder } = request
  await using stack = new AsyncDisposableStack()
  const open = async (side: Side) => stack.use(await LeaseSide.open(side, spec, signal))
  const [source, target] = await bothSettled(open('source'), open('target'))
  const raise = async (): Promise<number> => {
    const epoch = 1 + Math.max(await source.readEpoch(), await target.readEpoch())
    const raised = (await source.raise(epoch, holder, signal)) && (await target.raise(epoch, holder, signal))
    // Somebody who takes over, and has no lock yet, was quicker.
    return raised ? epoch : raise()
  }
  // A holder that is cut off could begin again if its sessions were ended before its epoch.
  if (request.takeOver) await raise()
  // Always the source first: two processes that want both locks never wait for each other.
  await source.lock(signal)
  await target.lock(signal)
  // Only now is nobody else raising it: two that take over at once never act under one epoch.
  const epoch = await raise()
  await source.adopt(epoch)
  await target.adopt(epoch)
  const lease = new HeldLease(epoch, holder, [source, target], stack.move())
  context.logger.info('lease acquired', { epoch, holder, takeOver: request.takeOver })
  faultPoint('lease.acquired')
  return lease
}

class HeldLease implements Lease {
  readonly epoch: number
  readonly holder: string
  readonly #lost = new AbortController()
  readonly #released = new AbortController()
  readonly #keeping: Promise<unknown>
  readonly #sessions: AsyncDisposable

  constructor(epoch: number, holder: string, sides: readonly LeaseSide[], sessions: AsyncDisposable) {
    this.epoch = epoch
    this.holder = holder
    this.#sessions = sessions
    this.#keeping = Promise.all(sides.map(async (side) => this.#keep(side)))
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#released.abort()
    await this.#keeping
    await this.#sessions[Symbol.asyncDispose]()
  }

  async #keep(side: LeaseSide): Promise<void> {
    try {
      await side.keep(this.epoch, this.#released.signal)
    } catch (error) {
      if (this.#released.signal.aborted || this.#lost.signal.aborted) return
      this.#lost.abort(CausewayError.is(error) && error.code === 'CW-0801' ? error : lostFor(error))
    }
  }
}

function lostFor(error: unknown): CausewayError {
  const why = error instanceof Error ? error.message : String(error)
  return new CausewayError('CW-0801', `the session that holds the lease is gone for good: ${why}`, { cause: error })
}
