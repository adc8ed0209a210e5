import { tokenize } from './lexer.ts'

/**
 * Whether two deparsed expressions or definitions mean the same, for all that a dump and a newer server change in them.
 *
 * Compared are the texts; where they differ, the texts without parentheses, casts, qualifiers and needless quotes. That
 * is what changes when an expression is parsed again: `(a)::text = ANY ((ARRAY['x'::varchar])::text[])` comes back as
 * `(a)::text = ANY (ARRAY[('x'::varchar)::text])`; and newer majors write fewer parentheses, quote other words, and since
 * 16 leave out the qualifiers of columns when there is only one relation.
 */
export function sameExpression(left: string, right: string): boolean {
  return left === right || skeleton(left).join(' ') === skeleton(right).join(' ')
}

/** Words that may follow the first word of a type's name. */
const TYPE_WORDS = new Set(['varying', 'precision', 'with', 'without', 'time', 'zone'])

function skeleton(sql: string): readonly string[] {
  const words = [...tokenize(sql)]
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, start, end }) => (kind === 'quoted' ? unquoted(sql.slice(start, end)) : sql.slice(start, end)))
  const kept: string[] = []
  for (let at = 0; at < words.length;) {
    if (words[at] === ':' && words[at + 1] === ':') at = endOfType(words, at + 2)
    else {
      const word = words[at] ?? ''
      if (word !== '(' && word !== ')' && word !== '.' && words[at + 1] !== '.') kept.push(word)
      at += 1
    }
  }
  return kept
}

function unquoted(name: string): string {
  return /^"[a-z_][a-z0-9_]*"$/.test(name) ? name.slice(1, -1) : name
}

/** `name`, `schema.name`, `character varying(10)`, `timestamp(3) without time zone`, each with `[]`. */
function endOfType(words: readonly string[], start: number): number {
  let at = start + 1
  while (words[at] === '.') at += 2
  for (;;) {
    if (TYPE_WORDS.has(words[at] ?? '')) at += 1
    else if (words[at] === '(' && /^\d/.test(words[at + 1] ?? '')) at = words.indexOf(')', at) + 1
    else if (words[at] === '[' && words[at + 1] === ']') at += 2
    else return at
  }
}
