import { DATA_SOURCE_BLOCKS, RESOURCE_BLOCKS, type DataSources, type Resources } from '../generated/aws.ts'
import { commentLines } from './align.ts'
import { nested, toBody, type Block } from './body.ts'
import type { Each } from './dynamic.ts'
import { hcl } from './expression.ts'
import { copies, handle, optional, type Address, type Copies, type Handle, type Optional } from './handle.ts'
import { reference, type Ref, type Value } from './ref.ts'
import { renderBlock } from './render-block.ts'
import type { Output, Validation, Variable, VariableType } from './variable.ts'

type ResourceType = keyof Resources
type Arguments<K extends ResourceType> = Resources[K]['arguments'] & Meta<Resources[K]['arguments']>
type Attributes<K extends ResourceType> = Resources[K]['attributes']

/** What every resource takes beside its own arguments. */
interface Meta<A> {
  readonly depends_on?: readonly Address[]
  readonly lifecycle?: {
    readonly create_before_destroy?: boolean
    /** Terraform takes no expression here. */
    readonly prevent_destroy?: boolean
    readonly ignore_changes?: readonly (keyof A & string)[]
    readonly precondition?: { readonly condition: Ref<boolean>; readonly error_message: string }
  }
}

type AnyResource = Meta<Record<string, unknown>> & { readonly for_each?: unknown; readonly count?: unknown }

/** The type of a reference to a value. */
type Plain<T> = T extends Ref<infer U> ? U : T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T

/**
 * One file of a module. Every method adds a block below the ones before, and gives back what refers to it; a comment
 * stands above the next block. `toString()` is the text, as `terraform fmt` would leave it.
 */
export class TerraformFile {
  readonly #parts: string[] = []
  #comment = ''

  comment(text: string): this {
    this.#comment += commentLines(text, '')
    return this
  }

  resource<K extends ResourceType>(type: K, name: string, content: Arguments<K>): Handle<Attributes<K>> {
    this.#resource(type, name, content)
    return handle(`${type}.${name}`)
  }

  /** A resource for each element of a map; `each` is the element. */
  resourceForEach<K extends ResourceType, E>(
    type: K,
    name: string,
    forEach: Value<Readonly<Record<string, E>>>,
    content: (each: Each<E>) => Arguments<K>,
  ): Copies<Attributes<K>> {
    const each: Each<E> = { key: hcl`each.key`, value: hcl`each.value` }
    this.#resource(type, name, { for_each: forEach, ...content(each) })
    return copies(`${type}.${name}`)
  }

  /** A resource that is made where the condition holds. */
  resourceWhen<K extends ResourceType>(
    condition: Ref<boolean>,
    type: K,
    name: string,
    content: Arguments<K>,
  ): Optional<Attributes<K>> {
    this.#resource(type, name, { count: hcl`${condition} ? 1 : 0`, ...content })
    return optional(`${type}.${name}`)
  }

  data<K extends keyof DataSources>(
    type: K,
    name: string,
    content: DataSources[K]['arguments'],
  ): Handle<DataSources[K]['attributes']> {
    this.#add({ type: 'data', labels: [type, name], body: toBody(content, DATA_SOURCE_BLOCKS[type] ?? {}) })
    return handle(`data.${type}.${name}`)
  }

  variable<const T extends string>(name: string, variable: Variable<T>): Ref<VariableType<T>> {
    const { description, type, validation, ...rest } = variable
    const self: Ref<VariableType<T>> = reference(`var.${name}`)
    const rules = validation === undefined ? undefined : [validation(self)].flat()
    this.block('variable', [name], {
      description,
      type: reference(type),
      ...rest,
      validation: rules?.map(({ condition, message }: Validation) => nested({ condition, error_message: message })),
    })
    return self
  }

  /** Adds one `locals` block; what comes back holds a reference for each. */
  locals<L extends object>(values: L): { readonly [K in keyof L]: Ref<Plain<L[K]>> } {
    this.block('locals', [], values)
    return handle<{ [K in keyof L]: Plain<L[K]> }>('local')
  }

  output(name: string, { description, value, sensitive }: Output): void {
    this.block('output', [name], { description, value, sensitive })
  }

  /** Any other block: `terraform`, `provider`, `ephemeral`, `moved`, `import`, `check`, `run`. */
  block(type: string, labels: readonly string[], content: object): void {
    this.#add({ type, labels, body: toBody(content, {}) })
  }

  toString(): string {
    return this.#parts.join('\n')
  }

  #resource(type: ResourceType, name: string, content: AnyResource): void {
    const { depends_on: after, lifecycle, ...rest } = content
    const ignored = lifecycle?.ignore_changes?.map((attribute) => reference(attribute))
    // About the resource, not about the thing it makes: so it stands at the end.
    const meta = {
      lifecycle: lifecycle && { ...lifecycle, ignore_changes: ignored },
      depends_on: after?.length ? after.map(({ $ }) => $) : undefined,
    }
    const body = toBody({ ...rest, ...meta }, RESOURCE_BLOCKS[type] ?? {})
    this.#add({ type: 'resource', labels: [type, name], body })
  }

  #add(block: Block): void {
    this.#parts.push(this.#comment + renderBlock(block))
    this.#comment = ''
  }
}
