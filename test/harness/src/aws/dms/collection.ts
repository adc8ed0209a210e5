import { DmsFault } from './fault.ts'
import { Managed } from './managed.ts'
import { matching, pageOf, type FilterFields, type Page, type Query } from './page.ts'

export interface Kind<T> {
  /** In messages, e.g. `Replication Instance`. */
  readonly name: string
  readonly arn: (item: T) => string
  /** The name its owner gave it, unique among its kind. */
  readonly identifier: (item: T) => string
  readonly filters: FilterFields<T>
}

/** All resources of a kind, in the order they were created. */
export class Collection<T extends object> {
  readonly #kind: Kind<T>
  readonly #items = new Map<string, Managed<T>>()

  constructor(kind: Kind<T>) {
    this.#kind = kind
  }

  get values(): readonly T[] {
    return [...this.#items.values()].map((item) => item.value)
  }

  /** @throws DmsFault `ResourceAlreadyExistsFault` */
  add(value: T): Managed<T> {
    const identifier = this.#kind.identifier(value)
    if (this.values.some((other) => this.#kind.identifier(other) === identifier)) {
      throw new DmsFault('ResourceAlreadyExistsFault', `${this.#kind.name} ${identifier} already exists`)
    }
    const item = new Managed(value)
    this.#items.set(this.#kind.arn(value), item)
    return item
  }

  /** @throws DmsFault `ResourceNotFoundFault` */
  get(arn: string): Managed<T> {
    const item = this.#items.get(arn)
    if (item === undefined) throw new DmsFault('ResourceNotFoundFault', `${this.#kind.name} ${arn} not found`)
    return item
  }

  remove(arn: string): void {
    this.#items.delete(arn)
  }

  /** Shows `between` until the next look, at which the resource is gone. */
  removeAfter(item: Managed<T>, between: Partial<T>): void {
    const arn = this.#kind.arn(item.value)
    item.begin(between, () => {
      this.#items.delete(arn)
      return true
    })
  }

  /**
   * A page of what matches, after a look at each.
   *
   * @throws DmsFault `ResourceNotFoundFault` when filters are given and nothing matches, as DMS does
   */
  async describe(query: Query, look: (item: Managed<T>) => Promise<void> = async () => {}): Promise<Page<T>> {
    for (const value of matching(this.values, query, this.#kind.filters)) {
      const item = this.get(this.#kind.arn(value))
      item.look()
      await look(item)
    }
    const found = matching(this.values, query, this.#kind.filters)
    if (found.length === 0 && (query.Filters ?? []).length > 0) {
      throw new DmsFault('ResourceNotFoundFault', `No ${this.#kind.name} found matching the filters`)
    }
    return pageOf(found, query)
  }
}
