import { setFlagsFromString } from 'node:v8'
import {
  Controller,
  openJournal,
  serveControl,
  systemClock,
  type Logger,
  type Message,
  type Messages,
  type MigrationState,
} from '@causeway/core'
import { createClients, createTraffic } from '@causeway/drivers'
import { createPostgresEngine } from '@causeway/engine'
import type { ResolvedSpec } from '@causeway/spec'
import { thisHolder } from './holder.ts'
import { Broadcast } from './broadcast.ts'

export interface MigrationOptions {
  readonly spec: ResolvedSpec
  readonly logger: Logger
  readonly messages: Messages
  readonly takeOver: boolean
  readonly exitWhenBlocked: boolean
}

/** A migration in this process: its controller, reachable from here and through the control socket. */
export interface RunningMigration extends AsyncDisposable {
  readonly controller: Controller
  /** Ends when the migration has, or with `signal`. */
  readonly ended: Promise<MigrationState>
}

/**
 * The one place where declaration, engine, drivers and core meet.
 *
 * Order matters: the journal's lock first (one process per state directory), then preflight and the lease (one process
 * per migration), then the socket.
 */
export async function startMigration(options: MigrationOptions, signal: AbortSignal): Promise<RunningMigration> {
  const { spec, logger } = options
  boundHeap()
  const holder = thisHolder()
  const resources = new AsyncDisposableStack()
  try {
    const store = resources.use(openJournal(spec.stateDir, holder))
    const engine = resources.use(createPostgresEngine({ spec, logger }))
    const clients = resources.use(createClients(spec))
    const traffic = await createTraffic(spec)
    if (traffic !== null) resources.use(traffic)
    const broadcast = new Broadcast<Message>()
    const messages: Messages = {
      emit: (said) => {
        options.messages.emit(said)
        broadcast.send(said)
      },
    }
    const parts = { spec, engine, traffic, clients, store, clock: systemClock, logger }
    const controller = await Controller.open(
      parts,
      messages,
      { exitWhenBlocked: options.exitWhenBlocked, lease: { holder, takeOver: options.takeOver } },
      signal,
    )
    resources.use(
      await serveControl(spec.stateDir, {
        status: () => controller.status(),
        command: (name, args, aborted) => controller.command(name, args, aborted),
        messages: (aborted) => broadcast.listen(aborted),
      }),
    )
    const stopping = new AbortController()
    const ended = controller.run(AbortSignal.any([signal, stopping.signal]))
    // Whoever awaits `ended` hears of a failure; until then it must not count as unhandled.
    const settled = ended.then(
      () => {},
      () => {},
    )
    // First the controller, at a safe point; only then what it works with.
    resources.defer(async () => {
      stopping.abort(new Error('the migration is disposed of'))
      await settled
    })
    return { controller, ended, [Symbol.asyncDispose]: () => resources.disposeAsync() }
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

/** Not before the program is loaded, which would take longer. */
function boundHeap(): void {
  // Rows pass through as short-lived buffers: V8 would let the space for young objects grow to more than all else takes.
  setFlagsFromString('--semi-space-growth-factor=1')
  // What lives does so for the time of a batch: the heap may grow by half before it is collected, not by several times.
  setFlagsFromString('--heap-growing-percent=50')
}
