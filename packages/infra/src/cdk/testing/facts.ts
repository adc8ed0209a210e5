import { lookUp } from '../../coverage/look-up.ts'

/** Where a value is in a resource: a path, or how it is found. */
export type Read = string | ((resource: unknown) => unknown)

/** The same resource in a template and in a plan, and the decisions that must be the same in both. */
export interface Pair {
  readonly what: string
  readonly template: { readonly type: string; readonly name: Read | null }
  readonly plan: { readonly type: string; readonly name: Read | null }
  readonly facts: readonly (readonly [fact: string, template: Read, plan: Read])[]
  /** A resource that only one of the two needs to say the same. */
  readonly except?: (properties: unknown) => boolean
}

/** A resource of either, as far as it is known before deploying. */
export interface Known {
  readonly type: string
  readonly properties: unknown
}

type Side = 'template' | 'plan'

/** What one of the two says, sorted: `database payment-db: class = db.r5.large`. */
export function factsOf(side: Side, pairs: readonly Pair[], resources: readonly Known[]): readonly string[] {
  const facts = pairs.flatMap((pair) => {
    const { type, name } = pair[side]
    const mine = resources.filter((each) => each.type === type && pair.except?.(each.properties) !== true)
    return mine.flatMap(({ properties }) => {
      const title = [pair.what, name === null ? '' : say(read(properties, name))]
        .filter((part) => part !== '')
        .join(' ')
      const said = pair.facts.map(
        ([fact, template, plan]) =>
          `${title}: ${fact} = ${say(read(properties, side === 'template' ? template : plan))}`,
      )
      return [`${title} is there`, ...said]
    })
  })
  return facts.toSorted()
}

function read(properties: unknown, path: Read): unknown {
  return typeof path === 'string' ? lookUp(properties, path) : path(properties)
}

/** The same words for the same thing: the two write numbers, absence and the end of a domain differently. */
function say(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(say).toSorted().join(', ')
  if (typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return entries.length === 0 ? 'none' : entries.map(([key, each]) => `${key} ${say(each)}`).join(', ')
  }
  return `${value as string | number | boolean}`.replace(/\.$/, '')
}
