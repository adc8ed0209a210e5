import { CausewayError, type Clients } from '@causeway/core'
import type { ResolvedClient, ResolvedSpec } from '@causeway/spec'
import { excerpt, type Instruction } from './instruction.ts'
import { tellExec } from './tell-exec.ts'
import { tellHttp } from './tell-http.ts'

/** The declared clients, all told at the same time, each within its own time limit. */
export function createClients({ clients }: ResolvedSpec): Clients {
  const ending = new AbortController()
  const tell = (instruction: Instruction, signal: AbortSignal) =>
    tellAll(clients, instruction, AbortSignal.any([signal, ending.signal]))
  return {
    hold: (signal) => tell({ action: 'hold' }, signal),
    follow: (authority, signal) => tell({ action: 'follow', authority }, signal),
    release: (signal) => tell({ action: 'release' }, signal),
    [Symbol.asyncDispose]: async () => ending.abort(),
  }
}

/** Waits for all, whatever one of them answers. @throws CW-0309 naming every client that did not obey, and why */
async function tellAll(
  clients: readonly ResolvedClient[],
  instruction: Instruction,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const refusals = await Promise.all(clients.map(async (client) => await tellOne(client, instruction, signal)))
  signal.throwIfAborted()
  const failures = clients.flatMap(({ name }, index) => {
    const reason = refusals[index] ?? null
    return reason === null ? [] : [{ name, reason }]
  })
  if (failures.length === 0) return
  const listed = failures.map(({ name, reason }) => `${name}: ${reason}`).join('; ')
  throw new CausewayError(
    'CW-0309',
    `${failures.length} of ${clients.length} clients did not ${instruction.action}: ${listed}`,
    { data: { action: instruction.action, clients: failures } },
  )
}

/** @returns why the client did not obey, `null` when it did */
async function tellOne(client: ResolvedClient, instruction: Instruction, signal: AbortSignal): Promise<string | null> {
  const late = AbortSignal.timeout(client.timeoutMs)
  const stop = AbortSignal.any([signal, late])
  try {
    return client.kind === 'http'
      ? await tellHttp(client, instruction, stop)
      : await tellExec(client, instruction, stop)
  } catch (error) {
    if (late.aborted) return `did not answer within ${client.timeoutMs} ms`
    return `could not be told: ${excerpt(error instanceof Error ? error.message : String(error))}`
  }
}
