import type { Table } from './catalog.ts'

/** Schema and table for people, quoted only where a statement would have to. */
export function tableName(table: Pick<Table, 'schema' | 'name'>): string {
  return `${plainName(table.schema)}.${plainName(table.name)}`
}

/** A name for people; for statements there is quote.ts. */
export function plainName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
