import { settingsSchema, type JsonSchema } from './json-schema.ts'

const INTRODUCTION = `# migration.yaml

Every key of the declaration: what it takes, its default, and when to change it. A key that is not listed is an error.
Durations are whole numbers with the units \`d\`, \`h\`, \`m\`, \`s\` and \`ms\`, largest first (\`1h30m\`); sizes are a whole number
with \`B\`, \`kB\`, \`MB\`, \`GB\`, \`TB\`, or \`KiB\`, \`MiB\`, \`GiB\`, \`TiB\` (\`64MiB\`). Secrets are references: \`env:NAME\` or
\`file:PATH\`; \`aws-sm:ID#KEY\` and \`aws-ssm:NAME\` are understood but not read by this version. Paths start from the
directory of the declaration. \`causeway init\` writes a declaration to start from.
`

/** The reference page of the declaration in Markdown, made from the schema. */
export function referencePage(): string {
  const { properties = {}, required = [] } = settingsSchema()
  const sectionOfRows = new Map<string, string>()
  const parts = Object.entries(properties).map(([key, schema]) => {
    const heading = `## \`${key}\`\n\n${schema.description ?? ''}`
    const rows = table(rowsBelow(schema, ''))
    const same = sectionOfRows.get(rows)
    if (rows !== '' && same !== undefined) return `${heading} It has the keys of [\`${same}\`](#${same}).\n`
    sectionOfRows.set(rows, key)
    const isReserved = schema.not !== undefined
    const facts = isReserved ? '' : `Takes ${valueOf(schema)}; ${defaultOf(schema, required.includes(key))}.`
    return [heading, '', rows === '' ? facts : rows, ''].join('\n').trimEnd() + '\n'
  })
  return `${INTRODUCTION}\n${parts.join('\n')}`
}

type Row = readonly [key: string, value: string, otherwise: string, meaning: string]

function rowsBelow(schema: JsonSchema, prefix: string): readonly Row[] {
  const { properties = {}, required = [], oneOf = [], items } = schema
  const own = Object.entries(properties).flatMap(([key, property]): readonly Row[] => {
    const path = `${prefix}${key}`
    const row: Row = [
      `\`${path}\``,
      valueOf(property),
      defaultOf(property, required.includes(key)),
      property.description ?? '',
    ]
    return [row, ...rowsBelow(property, `${path}.`)]
  })
  const branches = oneOf.flatMap((branch) => rowsBelow(branch, prefix))
  return [...own, ...branches, ...(items === undefined ? [] : rowsBelow(items, `${prefix.slice(0, -1)}[].`))]
}

function valueOf({ errorMessage, const: only, not }: JsonSchema): string {
  if (errorMessage !== undefined) return errorMessage
  if (only !== undefined) return `\`${only}\``
  return not === undefined ? 'a section' : 'nothing yet'
}

function defaultOf({ default: otherwise }: JsonSchema, isRequired: boolean): string {
  if (isRequired) return 'required'
  return otherwise === undefined ? 'optional' : `\`${JSON.stringify(otherwise).replaceAll('"', '')}\``
}

/** Empty without rows. */
function table(rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const lines = rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
  return ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...lines, ''].join('\n')
}
