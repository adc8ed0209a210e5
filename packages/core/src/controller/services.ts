/**
 * Work that outlives a phase: streams and continuous verification. Each runs until it is stopped; one that fails by
 * itself is reported once, and the controller freezes the migration.
 */
export class Services implements AsyncDisposable {
  readonly #running = new Map<string, { readonly stopping: AbortController; readonly done: Promise<void> }>()
  readonly #onFailure: (name: string, error: unknown) => void

  constructor(onFailure: (name: string, error: unknown) => void) {
    this.#onFailure = onFailure
  }

  /** Does nothing when `name` is running already. */
  start(name: string, run: (signal: AbortSignal) => Promise<void>): void {
    if (this.#running.has(name)) return
    const stopping = new AbortController()
    const done = run(stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) this.#onFailure(name, error)
      })
      .finally(() => this.#running.delete(name))
    this.#running.set(name, { stopping, done })
  }

  isRunning(name: string): boolean {
    return this.#running.has(name)
  }

  async stop(name: string): Promise<void> {
    const service = this.#running.get(name)
    service?.stopping.abort()
    await service?.done
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const services = [...this.#running.values()]
    for (const service of services) service.stopping.abort()
    await Promise.all(services.map((service) => service.done))
  }
}
