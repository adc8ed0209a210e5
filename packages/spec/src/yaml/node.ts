import { showText } from './show.ts'

/** A place in the text; both count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

interface Placed {
  /** `environments.staging.traffic.steps[1]`; empty for the whole declaration. */
  readonly path: string
  /** Where the key is; for a list item and the whole declaration, where the value is. */
  readonly keyAt: Place
  readonly at: Place
}

export type Node = ScalarNode | SectionNode | ListNode

export interface ScalarNode extends Placed {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
}

export interface SectionNode extends Placed {
  readonly kind: 'section'
  readonly entries: ReadonlyMap<string, Node>
}

export interface ListNode extends Placed {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

/** The value without its places. */
export function plain(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list':
      return node.items.map(plain)
    case 'section':
      return Object.fromEntries([...node.entries].map(([key, below]) => [key, plain(below)]))
    default:
      throw node satisfies never
  }
}

export interface Located {
  /** What is at the path; `null` when the declaration does not say it. */
  readonly node: Node | null
  /** The last node on the way that is there. */
  readonly nearest: Node
  readonly path: string
}

/** Follows a path of keys and indexes as far as the declaration goes. */
export function locate(root: Node, keys: readonly PropertyKey[]): Located {
  const [key, ...rest] = keys
  if (key === undefined) return { node: root, nearest: root, path: root.path }
  const below = childOf(root, key)
  if (below !== null) return locate(below, rest)
  return { node: null, nearest: root, path: keys.reduce<string>(joinPath, root.path) }
}

/** `traffic` + `steps` → `traffic.steps`; `traffic.steps` + 1 → `traffic.steps[1]`. Keys that are no plain words are quoted. */
export function joinPath(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${key}]`
  const word = /^[\w-]{1,60}$/.test(String(key)) ? String(key) : showText(String(key))
  return path === '' ? word : `${path}.${word}`
}

function childOf(node: Node, key: PropertyKey): Node | null {
  if (node.kind === 'section') return node.entries.get(String(key)) ?? null
  if (node.kind === 'list') return node.items[Number(key)] ?? null
  return null
}

/**
 * Lays an environment over the base: sections merge key by key, everything else replaces. A section whose `kind` differs
 * replaces too, since the keys of another kind mean nothing to it. Each value keeps its own place.
 */
export function merge(base: Node, override: Node): Node {
  if (base.kind !== 'section' || override.kind !== 'section' || kindDiffers(base, override)) return override
  const entries = new Map(base.entries)
  for (const [key, node] of override.entries) {
    const below = entries.get(key)
    entries.set(key, below === undefined ? node : merge(below, node))
  }
  return { ...override, entries }
}

function kindDiffers(base: SectionNode, override: SectionNode): boolean {
  const [before, after] = [base.entries.get('kind'), override.entries.get('kind')]
  return after !== undefined && (before === undefined || plain(before) !== plain(after))
}
