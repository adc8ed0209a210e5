import { setTimeout as delay } from 'node:timers/promises'

/** Asks every few milliseconds until the answer is yes. @throws after `timeoutMs`, default 20 s */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not so after ${timeoutMs} ms: ${condition.toString()}`)
    await delay(10)
  }
}
