import type { Ref, Value } from './ref.ts'

/** What a reference to a variable gives, by the variable's type as Terraform writes it. */
export type VariableType<T extends string> = T extends 'string'
  ? string
  : T extends 'number'
    ? number
    : T extends 'bool'
      ? boolean
      : T extends `list(${infer E})` | `set(${infer E})`
        ? readonly VariableType<E>[]
        : T extends `map(${infer E})`
          ? Readonly<Record<string, VariableType<E>>>
          : unknown

export interface Validation {
  readonly condition: Ref<boolean>
  /** What is wrong, what is allowed, what to do. */
  readonly message: string
}

export interface Variable<T extends string> {
  readonly type: T
  readonly description: string
  readonly default?: VariableType<T> | null
  /** Terraform shows no such value in a plan. */
  readonly sensitive?: boolean
  /** Kept neither in the plan nor in the state: it can only be given to write-only arguments. */
  readonly ephemeral?: boolean
  readonly validation?: (value: Ref<VariableType<T>>) => Validation | readonly Validation[]
}

export interface Output {
  readonly description: string
  readonly value: Value<unknown>
  readonly sensitive?: boolean
}
