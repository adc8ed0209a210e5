import { setTimeout as delay } from 'node:timers/promises'

const AT_LEAST_MS = 10
const AT_MOST_MS = 200

/** Asks again and again until the answer is yes. @throws after `timeoutMs`, default 20 s */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const askedAt = performance.now()
    if (await condition()) return
    const now = performance.now()
    if (now > deadline) throw new Error(`not so after ${timeoutMs} ms: ${condition.toString()}`)
    // A question to a server is a connection: asking must not be what the machine is busy with.
    await delay(Math.min(AT_MOST_MS, Math.max(AT_LEAST_MS, 4 * (now - askedAt))))
  }
}
