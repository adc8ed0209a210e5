import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, Pair, YAMLError } from 'yaml'
import { PROBLEM_CODES, type DeclarationProblem, type ProblemKind } from '../problem.ts'
import { joinPath, type Node, type Place } from './node.ts'
import { SYNTAX_MESSAGES } from './syntax-messages.ts'

/** A declaration written by people stays far below all of them; what does not is refused before it costs memory or time. */
const MAX_BYTES = 256 * 1024
const MAX_VALUES = 10_000
const MAX_ALIASES = 100
const MAX_DEPTH = 32

const START: Place = { line: 1, column: 1 }

export interface YamlReading {
  /** `null` when there is nothing to judge: no content, or a syntax that hides what was meant. */
  readonly root: Node | null
  readonly problems: readonly DeclarationProblem[]
}

/**
 * Reads one YAML 1.2 document into nodes that know their place. Never throws.
 *
 * Stricter than YAML: keys are plain text and appear once, no tags, no second document.
 */
export function readYaml(text: string): YamlReading {
  if (Buffer.byteLength(text) > MAX_BYTES)
    return refused('tooLarge', `the declaration is too large: it has more than ${MAX_BYTES / 1024} KiB`)
  const lines = new LineCounter()
  const document = parseText(text.replace(/^\uFEFF/, ''), lines)
  if (document === null) return refused('tooLarge', 'the declaration is too large: it is nested too deeply')
  const problems = syntaxProblems(document, lines)
  if (problems.length > 0) return { root: null, problems }
  if (document.directives?.yaml.version !== '1.2')
    return refused('notYaml', 'the declaration must be YAML 1.2: remove the %YAML line')
  return new Reader(document, lines).read()
}

function parseText(text: string, lines: LineCounter): Document.Parsed | null {
  try {
    // Duplicate keys are found below, with the place of the second one and without comparing each key with every other.
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      uniqueKeys: false,
      prettyErrors: false,
      lineCounter: lines,
    })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** One per line: what else the parser finds on it follows from the first. */
function syntaxProblems(document: Document.Parsed, lines: LineCounter): readonly DeclarationProblem[] {
  const byLine = new Map<number, DeclarationProblem>()
  for (const error of [...document.errors, ...document.warnings]) {
    const at = placeOf(lines, error.pos[0])
    const kind = error.code === 'RESOURCE_EXHAUSTION' ? 'tooLarge' : 'notYaml'
    if (!byLine.has(at.line)) byLine.set(at.line, syntaxProblem(kind, at, error.code))
  }
  return [...byLine.values()]
}

function syntaxProblem(
  kind: 'notYaml' | 'tooLarge',
  at: Place,
  code: YAMLError['code'],
  path = '',
): DeclarationProblem {
  return problemAt(kind, at, path, `the declaration is not valid YAML: ${SYNTAX_MESSAGES[code]}`)
}

class Reader {
  readonly #document: Document.Parsed
  readonly #lines: LineCounter
  readonly #problems: DeclarationProblem[] = []
  #values = 0
  #aliases = 0

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document
    this.#lines = lines
  }

  read(): YamlReading {
    if (this.#document.contents === null)
      return refused('missing', 'the declaration is empty; `causeway init` writes one')
    const root = this.#node(this.#document.contents, '', START, 0)
    // A tree cut off by a limit, or not understood in part, would be judged for what is not in it.
    const cut = this.#problems.find((problem) => problem.code === PROBLEM_CODES.tooLarge)
    if (cut !== undefined) return { root: null, problems: [cut] }
    const isUnclear = this.#problems.some((problem) => problem.code === PROBLEM_CODES.notYaml)
    return { root: isUnclear ? null : root, problems: this.#problems }
  }

  #node(content: unknown, path: string, keyAt: Place | null, depth: number): Node {
    this.#values += 1
    if (isAlias(content)) this.#aliases += 1
    const at = this.#placeOf(content) ?? keyAt ?? START
    const placed = { path, keyAt: keyAt ?? at, at }
    const limit = this.#limitReached(depth)
    if (limit !== null) {
      this.#problems.push(problemAt('tooLarge', at, path, `the declaration is too large: ${limit}`))
      return { ...placed, kind: 'scalar', value: null }
    }
    if (isAlias(content)) {
      const target = content.resolve(this.#document)
      if (target === undefined) this.#problems.push(syntaxProblem('notYaml', at, 'BAD_ALIAS', path))
      return { ...this.#node(target, path, keyAt, depth + 1), ...placed }
    }
    if (isNode(content) && content.tag !== undefined) {
      this.#problems.push(syntaxProblem('notYaml', at, 'TAG_RESOLVE_FAILED', path))
    }
    if (isMap(content)) return { ...placed, kind: 'section', entries: this.#entries(content.items, path, depth) }
    if (isSeq(content)) {
      const items = content.items.map((item, index) => this.#node(item, joinPath(path, index), null, depth + 1))
      return { ...placed, kind: 'list', items }
    }
    return { ...placed, kind: 'scalar', value: scalarOf(content) }
  }

  /** Values inside an alias count each time it is used. */
  #limitReached(depth: number): string | null {
    if (depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`
    if (this.#values > MAX_VALUES) return `it has more than ${MAX_VALUES} values`
    return this.#aliases > MAX_ALIASES ? `it has more than ${MAX_ALIASES} aliases` : null
  }

  #entries(pairs: readonly Pair[], path: string, depth: number): ReadonlyMap<string, Node> {
    const entries = new Map<string, Node>()
    for (const pair of pairs) {
      const keyAt = this.#placeOf(pair.key) ?? START
      const key = isScalar(pair.key) ? String(pair.key.value) : null
      if (key === null) {
        this.#problems.push(
          problemAt('wrongType', keyAt, path, `${path || 'the declaration'} has a key that is not plain text`),
        )
      } else if (entries.has(key)) {
        const below = joinPath(path, key)
        const message = `${below} is written twice; the first is on line ${entries.get(key)?.keyAt.line}: keep one`
        this.#problems.push(problemAt('duplicate', keyAt, below, message))
      } else {
        entries.set(key, this.#node(pair.value, joinPath(path, key), keyAt, depth + 1))
      }
    }
    return entries
  }

  /** `null` for a value that is not written, as after `key:` at the end of a line. */
  #placeOf(content: unknown): Place | null {
    const range = isNode(content) ? content.range : null
    const isWritten = range !== null && range !== undefined && range[1] > range[0]
    return isWritten ? placeOf(this.#lines, range[0]) : null
  }
}

function scalarOf(content: unknown): string | number | boolean | null {
  const value: unknown = isScalar(content) ? content.value : null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

function refused(kind: ProblemKind, message: string): YamlReading {
  return { root: null, problems: [problemAt(kind, START, '', message)] }
}

function problemAt(kind: ProblemKind, at: Place, path: string, message: string): DeclarationProblem {
  return { code: PROBLEM_CODES[kind], message, path, line: at.line, column: at.column }
}
