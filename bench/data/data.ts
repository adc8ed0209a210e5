/** Always the same rows. */
export interface Data {
  /** Tables with their keys and indexes. */
  readonly schema: string
  readonly rows: string
}

export function together(...parts: readonly Data[]): Data {
  return { schema: parts.map(({ schema }) => schema).join(''), rows: parts.map(({ rows }) => rows).join('') }
}

/** Rows first into tables without indexes would be quicker; building them is not measured. */
export function sqlOf({ schema, rows }: Data): string {
  return schema + rows
}
