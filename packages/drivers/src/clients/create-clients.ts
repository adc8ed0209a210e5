import { CausewayError, type Clients } from '@causeway/core'
import type { ResolvedClient, ResolvedSpec } from '@causeway/spec'
import { excerpt, type Instruction } from './instruction.ts'
import { PgBouncer } from './pgbouncer.ts'
import { tellExec } from './tell-exec.ts'
import { tellHttp } from './tell-http.ts'

/** One declared client, as it is told. */
interface Told {
  readonly name: string
  readonly timeoutMs: number
  /** @returns why the client did not obey, `null` when it did @throws the reason of `signal`, or why it could not be told */
  readonly tell: (instruction: Instruction, signal: AbortSignal) => Promise<string | null>
  /** What `tell` would otherwise do first; the same answers. */
  readonly prepare?: (signal: AbortSignal) => Promise<string | null>
}

type Ask = (client: Told, signal: AbortSignal) => Promise<string | null>

/** The declared clients, all told at the same time, each within its own time limit. */
export function createClients({ clients }: ResolvedSpec): Clients {
  const resources = new AsyncDisposableStack()
  const told = clients.map((client) => toldBy(client, resources))
  const ending = new AbortController()
  resources.defer(() => ending.abort())
  const ask = (what: string, signal: AbortSignal, one: Ask) =>
    askAll(told, what, AbortSignal.any([signal, ending.signal]), one)
  const tell = (instruction: Instruction, signal: AbortSignal) =>
    ask(instruction.action, signal, async (client, stop) => await client.tell(instruction, stop))
  return {
    prepare: (signal) => ask('prepare', signal, async (client, stop) => (await client.prepare?.(stop)) ?? null),
    hold: (signal) => tell({ action: 'hold' }, signal),
    follow: (authority, signal) => tell({ action: 'follow', authority }, signal),
    release: (signal) => tell({ action: 'release' }, signal),
    [Symbol.asyncDispose]: async () => await resources.disposeAsync(),
  }
}

function toldBy(client: ResolvedClient, resources: AsyncDisposableStack): Told {
  const { name, timeoutMs } = client
  switch (client.kind) {
    case 'http':
      return { name, timeoutMs, tell: async (...told) => await tellHttp(client, ...told) }
    case 'exec':
      return { name, timeoutMs, tell: async (...told) => await tellExec(client, ...told) }
    case 'pgbouncer': {
      const pooler = resources.use(new PgBouncer(client))
      return {
        name,
        timeoutMs,
        tell: async (...told) => await pooler.tell(...told),
        prepare: async (signal) => await pooler.prepare(signal),
      }
    }
    default:
      throw client satisfies never
  }
}

/** Waits for all, whatever one of them answers. @throws CW-0309 naming every client that did not obey, and why */
async function askAll(clients: readonly Told[], what: string, signal: AbortSignal, ask: Ask): Promise<void> {
  signal.throwIfAborted()
  const refusals = await Promise.all(clients.map(async (client) => await askOne(client, signal, ask)))
  signal.throwIfAborted()
  const failures = clients.flatMap(({ name }, index) => {
    const reason = refusals[index] ?? null
    return reason === null ? [] : [{ name, reason }]
  })
  if (failures.length === 0) return
  const listed = failures.map(({ name, reason }) => `${name}: ${reason}`).join('; ')
  throw new CausewayError('CW-0309', `${failures.length} of ${clients.length} clients did not ${what}: ${listed}`, {
    data: { action: what, clients: failures },
  })
}

/** @returns why the client did not obey, `null` when it did */
async function askOne(client: Told, signal: AbortSignal, ask: Ask): Promise<string | null> {
  const late = AbortSignal.timeout(client.timeoutMs)
  try {
    return await ask(client, AbortSignal.any([signal, late]))
  } catch (error) {
    if (late.aborted) return `did not answer within ${client.timeoutMs} ms`
    return `could not be told: ${excerpt(error instanceof Error ? error.message : String(error))}`
  }
}
