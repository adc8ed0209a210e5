/**
 * A resource that may be in the middle of a change of state.
 *
 * AWS takes minutes for a change. Here each look at the resource tries to complete it, so that a caller who waits sees
 * the state between and then the new one, and no test waits for time.
 */
export class Managed<T extends object> {
  value: Readonly<T>
  #complete: (() => boolean) | null = null

  constructor(value: T) {
    this.value = value
  }

  get changing(): boolean {
    return this.#complete !== null
  }

  set(change: Partial<T>): void {
    this.value = { ...this.value, ...change }
  }

  /** Shows `between` until a look at which `complete` answers that the change is done. */
  begin(between: Partial<T>, complete: () => boolean): void {
    this.set(between)
    this.#complete = complete
  }

  /** A change that is done at the first look. */
  pass(between: Partial<T>, after: Partial<T>): void {
    this.begin(between, () => {
      this.set(after)
      return true
    })
  }

  look(): void {
    if (this.#complete?.() === true) this.#complete = null
  }
}
