/**
 * Follows a path into a design: `target.network.natGateways`, `target.buckets[purpose=files].versioned`,
 * `replication.tasks[0].settings`, `target.database.instances.length`. What is in brackets is an index, or picks the first
 * item whose key has the value. Gives `undefined` where the path leads nowhere.
 */
export function lookUp(value: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]]+(?=\.|\[|$)|\[[^\]]+\]/g) ?? []
  return steps.reduce(step, value)
}

function step(value: unknown, written: string): unknown {
  if (!written.startsWith('[')) return propertyOf(value, written)
  const inside = written.slice(1, -1)
  if (!Array.isArray(value)) return propertyOf(value, inside)
  const [key = '', wanted] = inside.split('=')
  if (wanted === undefined) return value[Number(key)]
  return value.find((item) => String(propertyOf(item, key)) === wanted)
}

function propertyOf(value: unknown, key: string): unknown {
  if (Array.isArray(value) && key === 'length') return value.length
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}
