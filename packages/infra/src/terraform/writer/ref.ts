/**
 * An HCL expression that gives a `T`: a reference to an attribute, a variable, a call. The type is only for the
 * compiler, so that the number of one resource does not become the name of another.
 */
export class Ref<T> {
  declare protected readonly type: T
  /** The expression's text; `depth` is the number of indentation steps of the line it begins on. */
  readonly render: (depth: number) => string

  constructor(render: (depth: number) => string) {
    this.render = render
  }
}

/** What has this address: a variable, a local value, a word Terraform knows. */
export function reference<T>(address: string): Ref<T> {
  return new Ref(() => address)
}

/** A `T`, or an expression that gives one. */
export type Value<T> = T | Ref<T>
/** A list or set whose elements may be expressions too. */
export type Values<T> = Value<readonly T[]> | readonly Value<T>[]
export type ValueMap<T> = Value<Readonly<Record<string, T>>> | Readonly<Record<string, Value<T>>>

/** A value with a comment on the line above its attribute. */
export class Commented<T> extends Ref<T> {
  readonly comment: string

  constructor(comment: string, render: (depth: number) => string) {
    super(render)
    this.comment = comment
  }
}
