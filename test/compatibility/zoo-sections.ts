import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { everywhere, results, type CompatibilityRow } from './row.ts'

const FOLDER = join(import.meta.dirname, '../fixtures/zoo')

/** What a section of the zoo promises, and what the zoo's test therefore asks of it. */
const KINDS = {
  rows: everywhere('carried'),
  schema: results({ schema: 'carried' }),
  definition: results({ schema: 'carried' }),
  sequences: results({ schema: 'carried', changes: 'advanced in the pause', rollback: 'advanced in the pause' }),
  filled: results({ schema: 'carried', 'full load': 'filled' }),
  'large objects': results({
    schema: 'carried',
    'full load': 'carried',
    changes: 'brought over in the pause',
    verification: 'compared in the pause',
    rollback: 'brought back in the pause',
  }),
  'left out': results({ schema: 'left out' }),
} as const satisfies Record<string, CompatibilityRow['results']>

export type SectionKind = keyof typeof KINDS

/** A part of the zoo: SQL for the source, and the row of the page that it stands behind. */
export interface ZooSection extends CompatibilityRow {
  readonly kind: SectionKind
  /** Exists on servers of this major and later. */
  readonly since: number
  /** Preflight reports it under this name; empty for most. */
  readonly check: string
  /** Of what is left out: returns rows on the source, none on the target. */
  readonly absent: string
  readonly sql: string
}

/** A file of the zoo: what comes before its first section is for all of them. */
export interface ZooFile {
  readonly name: string
  readonly since: number
  readonly preamble: string
  readonly sections: readonly ZooSection[]
}

/** In order of their numbers; `91-since-14.sql` is for servers of that major and later. */
export const ZOO_FILES: readonly ZooFile[] = readdirSync(FOLDER)
  .filter((file) => /^\d/.test(file))
  .sort()
  .map(readZooFile)

export const ZOO_SECTIONS: readonly ZooSection[] = ZOO_FILES.flatMap(({ sections }) => sections)

/** The first major whose servers know what is in a file. */
export function sinceOf(file: string): number {
  return Number(/since-(\d+)/.exec(file)?.[1] ?? 0)
}

function readZooFile(name: string): ZooFile {
  const [preamble = '', ...parts] = readFileSync(join(FOLDER, name), 'utf8').split(/^-- ## /m)
  const since = sinceOf(name)
  return { name, since, preamble, sections: parts.map((part) => readSection(name, since, part)) }
}

/** `title | kind`, or `title | kind: pg.check`, then SQL. */
function readSection(file: string, since: number, part: string): ZooSection {
  const [heading = '', ...lines] = part.split('\n')
  const [, title = '', kind = '', check = ''] = /^(.*) \| ([a-z ]+)(?:: (\S+))?$/.exec(heading) ?? []
  const sql = lines.join('\n')
  if (!isKind(kind)) throw new Error(`${file}: "${heading}" must end in | and one of ${Object.keys(KINDS).join(', ')}`)
  if (!/^\s*[A-Z]/m.test(sql)) throw new Error(`${file}: the section "${title}" holds no statement`)
  const absent = /^-- absent: (.*)$/m.exec(sql)?.[1] ?? ''
  if ((kind === 'left out') !== (absent !== '')) {
    throw new Error(`${file}: "${title}" needs a line "-- absent: SELECT …" if and only if it is left out`)
  }
  const { schema, ...others } = KINDS[kind]
  const said = check === '' ? schema : `${schema}, reported as \`${check}\``
  const what = since === 0 ? title : `${title} (since PostgreSQL ${since})`
  return { what, results: { schema: said, ...others }, kind, since, check, absent, sql }
}

function isKind(kind: string): kind is SectionKind {
  return kind in KINDS
}
