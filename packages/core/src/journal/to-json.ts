import { CausewayError } from '../errors/causeway-error.ts'

const SECRET = Symbol.for('causeway.Secret')

/**
 * The JSON text of plain data. Bigints and numbers that JSON has no word for (NaN, infinite) become strings, dates ISO
 * 8601, `undefined` as a whole `null`.
 * @throws CW-1025 for a secret, a function, a symbol, a cycle, or an object that JSON would quietly empty
 */
export function toJson(value: unknown): string {
  return JSON.stringify(plain(value, '$', new Set())) ?? 'null'
}

function plain(value: unknown, path: string, above: Set<object>): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'function' || typeof value === 'symbol') throw unfit(path, `a ${typeof value}`)
  return typeof value === 'object' && value !== null ? plainObject(value, path, above) : value
}

function plainObject(value: object, path: string, above: Set<object>): unknown {
  if (SECRET in value) throw unfit(path, 'a secret')
  if (above.has(value)) throw unfit(path, 'a cycle')
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  above.add(value)
  try {
    if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}[${index}]`, above))
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null)
      throw unfit(path, `an object of class ${className(prototype)}`)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, `${path}.${key}`, above)]))
  } finally {
    above.delete(value)
  }
}

function className(prototype: unknown): string {
  const made = (prototype as { readonly constructor?: { readonly name?: string } }).constructor
  return made?.name ?? 'unknown'
}

/** Names the place and the kind, never the value. */
function unfit(path: string, what: string): CausewayError {
  return new CausewayError('CW-1025', `${path} is ${what}; the journal holds plain data only`, { data: { path } })
}
