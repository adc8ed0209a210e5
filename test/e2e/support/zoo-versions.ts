interface Difference {
  /** From this major on a server prints it in another way than those before. */
  readonly since: number
  /** Makes both ways the same. */
  readonly same: (statement: string) => string
}

/** One thing that servers print in two ways, each. What is not named here must be printed alike. */
const DIFFERENCES: readonly Difference[] = [
  // Arguments of procedures are listed with their mode, IN too: the kind of call is resolved by it.
  { since: 14, same: (sql) => (sql.includes(' PROCEDURE ') ? sql.replaceAll(/(?<=[(,] ?)IN (?=\w)/g, '') : sql) },
  // Each range type has a multirange, which got its default name when it was made there.
  { since: 14, same: (sql) => sql.replace(/^ {4}multirange_type_name = \S+,?\n/m, '') },
  // Columns in a view are not qualified where only one relation can be meant.
  { since: 16, same: withoutQualifiers },
  // NOT NULL is a constraint with a name; the default one is printed where it is inherited or had to be shortened.
  {
    since: 18,
    same: (sql) =>
      sql
        .replaceAll(/^ {4}CONSTRAINT \w+_not_null NOT NULL \w+,?\n/gm, '')
        .replaceAll(/CONSTRAINT (?:"[^"]+_not_null"|\w+_not_null) (?=NOT NULL)/g, ''),
  },
]

/** A statement of a dump as both majors would print it. */
export function printedAlike(statement: string, from: number, to: number): string {
  const between = DIFFERENCES.filter(({ since }) => from < since && since <= to)
  return between.reduce((sql, { same }) => same(sql), statement)
}

function withoutQualifiers(sql: string): string {
  if (!/^CREATE (?:MATERIALIZED )?VIEW /.test(sql)) return sql
  const relations = [...sql.matchAll(/\bFROM (?:\w+\.)?(\w+)/g)].map(([, name]) => name ?? '')
  return relations.reduce(
    (text, name) => text.replaceAll(new RegExp(String.raw`(?<![.\w])${name}\.(?=\w)`, 'g'), ''),
    sql,
  )
}
