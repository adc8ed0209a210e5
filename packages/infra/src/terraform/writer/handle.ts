import { renderValue } from './literal.ts'
import { reference, type Ref, type Value } from './ref.ts'

export interface Address {
  /** The thing itself, for `depends_on` and the like. */
  readonly $: Ref<unknown>
}

/** A resource or data source: each attribute as a reference of its type. */
export type Handle<A> = Address & { readonly [K in keyof A]: Ref<A[K]> }

/** A resource made for each element of a map. */
export interface Copies<A> {
  /** All of them, by key: for the `for_each` of what there is one of for each. */
  readonly $: Ref<Readonly<Record<string, A>>>
  readonly at: (key: Value<string>) => Handle<A>
  /** One attribute of all copies, in the order of their keys. */
  readonly all: <K extends keyof A & string>(attribute: K) => Ref<readonly A[K][]>
}

/** A resource that is made or not. */
export interface Optional<A> extends Address {
  /** An attribute, or null where it is not made. */
  readonly one: <K extends keyof A & string>(attribute: K) => Ref<A[K] | null>
  /** As if it is made, for what is made under the same condition. */
  readonly only: Handle<A>
}

export function handle<A>(address: string): Handle<A> {
  return new Proxy({} as Handle<A>, {
    get: (_, name) => reference(name === '$' ? address : `${address}.${String(name)}`),
  })
}

export function copies<A>(address: string): Copies<A> {
  return {
    $: reference(address),
    at: (key) => handle<A>(`${address}[${renderValue(key, 0)}]`),
    all: (attribute) => reference(`values(${address})[*].${attribute}`),
  }
}

export function optional<A>(address: string): Optional<A> {
  return {
    $: reference(address),
    one: (attribute) => reference(`one(${address}[*].${attribute})`),
    only: handle<A>(`${address}[0]`),
  }
}
