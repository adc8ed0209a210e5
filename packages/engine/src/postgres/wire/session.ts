import type { Duplex } from 'node:stream'
import type { CausewayError, Side } from '@causeway/core'
import type { ResolvedDatabase } from '@causeway/spec'
import { cancelBackend, openClient, type ConnectOptions } from '../connect.ts'
import type { ChooseGatherer } from './frames.ts'
import { WireSession } from './wire-session.ts'

export interface SessionOptions extends ConnectOptions {
  /** Opens a walsender: replication commands besides simple queries. */
  readonly replication?: boolean
}

/** Takes messages; called synchronously, in order, never while the session is paused. */
export interface MessageHandler {
  /** `body` is gone when this returns, unless it was gathered and has memory of its own: copy what you keep. */
  receive(type: number, body: Buffer): void
  /** Default is to gather everything as it is. */
  readonly gatherer?: ChooseGatherer
}

/** Takes bytes as they came off the socket and returns those it did not want. */
export type ChunkHandler = (chunk: Buffer) => Buffer

export interface RunningCopy {
  /** Command tags, when the server is ready for the next query; rejects with its error. Need not be awaited. */
  readonly finished: Promise<readonly string[]>
}

/**
 * The PostgreSQL protocol on a socket of our own; TLS and authentication were done by `pg`.
 *
 * One exchange at a time: `query`, `copyIn` and the `startCopy…` pair must not overlap. Errors of the server come as
 * CausewayError when it is ready for the next query, so that the session is usable afterwards.
 */
export interface Session extends AsyncDisposable {
  readonly side: Side
  /** `server_version_num`, e.g. `130023`. */
  readonly serverVersion: number
  readonly processId: number
  /** Settings the server reported, e.g. `server_version`, `integer_datetimes`. */
  readonly parameters: ReadonlyMap<string, string>
  /** Aborts when the connection is gone; the reason is the error. */
  readonly closed: AbortSignal

  /** Simple protocol: `sql` may hold several statements. Rows of the last one that returned any, as text. */
  query(sql: string, options?: { readonly signal?: AbortSignal }): Promise<readonly (readonly (string | null)[])[]>

  /**
   * `COPY … FROM STDIN` fed from `source`, with back-pressure; statements after the COPY in the same text are run too.
   * When `source` throws, the COPY is failed and its error thrown. @returns rows copied
   */
  copyIn(
    sql: string,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<number>

  /** Begins `COPY … FROM STDIN`; resolves when the server wants data. End it by sending CopyDone or CopyFail. */
  startCopyIn(sql: string): Promise<RunningCopy>

  /** Begins `COPY … TO STDOUT`; resolves paused, before the first data: set `onChunk` or `onMessage`, then `resume`. */
  startCopyOut(sql: string): Promise<RunningCopy>

  /** Asks the server, through another connection, to stop the running statement; ends the socket if it does not. */
  cancel(): Promise<void>

  /** Sends one message. `false` asks the caller to wait for `drained`. */
  send(type: number, body?: Uint8Array): boolean

  /**
   * Sends bytes that already are whole messages. `false` asks the caller to wait for `drained`; `onTaken` is called when
   * the system has them, or the socket is gone.
   */
  write(bytes: Uint8Array, onTaken?: () => void): boolean

  /** Resolves when the socket wants more; rejects when it is gone. */
  drained(): Promise<void>

  /**
   * Diverts every message but notices and parameters to `handler`, while a statement runs only the data of its COPY;
   * `null` ends that.
   */
  onMessage(handler: MessageHandler | null): void

  /** Diverts the bytes themselves to `handler`; what it returns is read as messages. `null` ends that. */
  onChunk(handler: ChunkHandler | null): void

  /** Nothing is delivered until `resume`, not even the rest of a chunk already read; the server feels the back-pressure. */
  pause(): void
  resume(): void

  /** An ErrorResponse as the error to throw. */
  errorFrom(body: Buffer): CausewayError

  /** Gives the authenticated socket away for good; the session must not be used after it, except to dispose it. */
  takeSocket(): Duplex

  /** Says goodbye and waits for the end of the connection, 2 s at most. */
  close(): Promise<void>
}

/** @throws as `connect` */
export async function openSession(database: ResolvedDatabase, options: SessionOptions): Promise<Session> {
  const { client, ...introduction } = await openClient(database, options)
  const socket: Duplex = client.connection.stream
  // The parser of `pg` is idle now (the server has said it is ready); from here on the bytes are ours.
  socket.removeAllListeners('data')
  const cancel = async () => cancelBackend(database, options, introduction.pid)
  return new WireSession(socket, options.side, introduction, cancel)
}
