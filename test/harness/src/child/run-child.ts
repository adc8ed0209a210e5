import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Parent<Config> {
  readonly config: Config
  /** Aborts when the process that started this one wants it to end, or is gone. */
  readonly gone: AbortSignal
  /** Sends a value to `onLine` of `spawnChild`; the first must hold `url`. */
  tell(value: unknown): void
}

/** The other end of `spawnChild`. The configuration is ours, from the same version of the same package. */
export async function meetParent<Config>(): Promise<Parent<Config>> {
  const gone = new AbortController()
  const lines = createInterface(process.stdin)
  lines.once('close', () => gone.abort(new Error('the parent has gone')))
  process.once('SIGTERM', () => gone.abort(new Error('terminated')))
  // The reader of our output may be gone before we are.
  process.stdout.on('error', () => {})
  const [line] = await once(lines, 'line', { signal: gone.signal })
  return {
    config: JSON.parse(String(line)),
    gone: gone.signal,
    tell: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  }
}
