import type { Ref } from './ref.ts'

/** What a `for_each` is at: `each` in a resource, the block's own name in a dynamic block. */
export interface Each<E> {
  readonly key: Ref<string>
  readonly value: Ref<E>
}

/** A nested block written once for each element: `dynamic "name" { for_each = … content { … } }`. */
export class Dynamic<T> {
  readonly forEach: Ref<unknown>
  readonly content: (each: Each<never>) => T

  constructor(forEach: Ref<unknown>, content: (each: Each<never>) => T) {
    this.forEach = forEach
    this.content = content
  }
}

export function dynamic<T, E>(
  forEach: Ref<readonly E[]> | Ref<Readonly<Record<string, E>>>,
  content: (each: Each<E>) => T,
): Dynamic<T> {
  return new Dynamic(forEach, content)
}

/** A block that may stand at most once. */
export type One<T> = T | Dynamic<T>
/** A block that may stand several times. */
export type Many<T> = T | Dynamic<T> | readonly (T | Dynamic<T>)[]
