import { EventEmitter, once } from 'node:events'

/** One statement on the target, run once and for all: `hash` is noted in its transaction. */
export interface BuildStatement {
  readonly sql: string
  readonly hash: string
  /** The target may refuse it; then it is left out. */
  readonly optional: boolean
}

/** What is done in one transaction. */
export interface BuildStep {
  /** In order. */
  readonly statements: readonly BuildStatement[]
  /** Quoted; its rows must have landed first. `null`: nothing to wait for. */
  readonly table: string | null
  /** Positions of steps in the same list that must be done first. */
  readonly waitsFor: readonly number[]
  /** How much it has to do compared with others. */
  readonly bytes: number
}

export interface TakenStep {
  readonly position: number
  readonly step: BuildStep
}

/**
 * Gives out steps as they become ready, to any number of workers; of those that are ready the largest, so that none is
 * left to one worker alone at the end.
 */
export class BuildQueue {
  readonly #steps: readonly BuildStep[]
  /** How many steps, and tables, each step still waits for. */
  readonly #blockers: number[]
  readonly #dependents: readonly (readonly number[])[]
  /** Largest first; equal ones as they came. */
  readonly #ready: number[] = []
  readonly #changes = new EventEmitter().setMaxListeners(0)
  readonly #ofTable = new Map<string, number[]>()
  readonly #leftOf = new Map<string, number>()
  #left: number

  constructor(steps: readonly BuildStep[]) {
    const dependents: number[][] = steps.map(() => [])
    for (const [position, { waitsFor }] of steps.entries()) {
      for (const needed of new Set(waitsFor)) dependents[needed]?.push(position)
    }
    this.#steps = steps
    this.#left = steps.length
    this.#dependents = dependents
    this.#blockers = steps.map(({ table, waitsFor }) => new Set(waitsFor).size + (table === null ? 0 : 1))
    for (const [position, { table }] of steps.entries()) {
      if (table !== null) {
        const positions = this.#ofTable.get(table) ?? []
        positions.push(position)
        this.#ofTable.set(table, positions)
        this.#leftOf.set(table, positions.length)
      }
      if (this.#blockers[position] === 0) this.#makeReady(position)
    }
  }

  /** How many steps of a table are not done. */
  leftOf(table: string): number {
    return this.#leftOf.get(table) ?? 0
  }

  /** To be called once for each table. */
  landed(table: string): void {
    this.#unblock(this.#ofTable.get(table) ?? [])
  }

  /** Waits for the next step; `null` when all are done. */
  async take(signal: AbortSignal): Promise<TakenStep | null> {
    for (;;) {
      signal.throwIfAborted()
      const position = this.#ready.shift()
      const step = position === undefined ? undefined : this.#steps[position]
      if (position !== undefined && step !== undefined) return { position, step }
      if (this.#left === 0) return null
      await once(this.#changes, 'change', { signal }).catch(() => signal.throwIfAborted())
    }
  }

  giveBack({ position }: TakenStep): void {
    this.#makeReady(position)
    this.#changes.emit('change')
  }

  done({ position, step }: TakenStep): void {
    this.#left -= 1
    if (step.table !== null) this.#leftOf.set(step.table, this.leftOf(step.table) - 1)
    this.#unblock(this.#dependents[position] ?? [])
  }

  #unblock(positions: readonly number[]): void {
    for (const position of positions) {
      const blockers = (this.#blockers[position] ?? 1) - 1
      this.#blockers[position] = blockers
      if (blockers === 0) this.#makeReady(position)
    }
    this.#changes.emit('change')
  }

  #makeReady(position: number): void {
    const bytesOf = (each: number) => this.#steps[each]?.bytes ?? 0
    const smaller = this.#ready.findIndex((each) => bytesOf(each) < bytesOf(position))
    this.#ready.splice(smaller === -1 ? this.#ready.length : smaller, 0, position)
  }
}
