import type * as z from 'zod'
import { PROBLEM_CODES, type DeclarationProblem, type ProblemKind } from '../problem.ts'
import type { CheckParams } from '../schema/fields.ts'
import { locate, type Located, type Node } from '../yaml/node.ts'
import { show, showWithKind } from '../yaml/show.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue

/** Settings whose value is never repeated, whatever is wrong with it. */
const HIDDEN = new Set<PropertyKey>(['user', 'password'])

/** Says one of zod's issues in our words, at its place in the text. */
export function problemsOf(issue: Issue, root: Node): readonly DeclarationProblem[] {
  const located = locate(root, issue.path)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue, root))
  if (issue.code === 'invalid_key') return [malformedKey(issue, located)]
  if (issue.code === 'custom') return [customProblem(issue, located)]
  if (located.node === null) {
    return [problem('missing', located, `is missing; it must be ${issue.message}`, { allowed: issue.message })]
  }
  if (issue.code === 'invalid_type' && issue.expected === 'never') {
    return [problem('reserved', located, 'is reserved for a later version and not available in this one; remove it')]
  }
  return [valueProblem(KINDS[issue.code] ?? 'wrongType', issue, located)]
}

const KINDS: Readonly<Partial<Record<Issue['code'], ProblemKind>>> = {
  too_big: 'outOfRange',
  too_small: 'outOfRange',
  invalid_value: 'notAChoice',
  invalid_union: 'notAChoice',
  invalid_format: 'malformed',
}

/** `source.port must be a whole number from 1 to 65535, but is 0`. */
function valueProblem(kind: ProblemKind, issue: Issue, located: Located): DeclarationProblem {
  const allowed = issue.message
  if (isHidden(issue.path))
    return problem(kind, located, `must be ${allowed}; what is written is not shown`, { allowed })
  const received = located.node === null ? 'missing' : show(located.node)
  const shown = kind === 'wrongType' && located.node !== null ? showWithKind(located.node) : received
  return problem(kind, located, `must be ${allowed}, but is ${shown}`, { allowed, received })
}

function customProblem(issue: Issue & { readonly code: 'custom' }, located: Located): DeclarationProblem {
  const { kind, sentence } = checkParams(issue.params)
  if (sentence === null) return valueProblem(kind, issue, located)
  const isShown = located.node !== null && !isHidden(issue.path) && kind !== 'secretWritten'
  const received = isShown && located.node !== null ? { received: show(located.node) } : {}
  return problem(kind, located, sentence, { allowed: issue.message, ...received })
}

function unknownKey(key: string, issue: Issue, root: Node): DeclarationProblem {
  const located = locate(root, [...issue.path, key])
  const allowed = issue.message
  const suggestion = nearest(key, allowed.split(', '))
  const meant = suggestion === null ? '' : `; did you mean ${suggestion}?`
  const sentence = `is not a known key${meant === '' ? ';' : meant} allowed here: ${allowed}`
  return { ...problem('unknownKey', located, sentence, { allowed, received: key }), ...located.nearest.keyAt }
}

function malformedKey(issue: Issue & { readonly code: 'invalid_key' }, located: Located): DeclarationProblem {
  const allowed = issue.issues[0]?.message ?? issue.message
  const received = String(issue.path.at(-1))
  const sentence = `has a name that is not allowed; it must be ${allowed}`
  return { ...problem('malformed', located, sentence, { allowed, received }), ...located.nearest.keyAt }
}

/** A problem at a value; with a section at its key, with a value that is not written at the section it is missing from. */
export function problem(
  kind: ProblemKind,
  located: Located,
  sentence: string,
  about: { readonly allowed?: string; readonly received?: string } = {},
): DeclarationProblem {
  const { line, column } =
    located.node === null || located.node.kind === 'section' ? located.nearest.keyAt : located.node.at
  const message = `${located.path === '' ? 'the declaration' : located.path} ${sentence}`
  return { code: PROBLEM_CODES[kind], message, path: located.path, line, column, ...about }
}

function isHidden(path: readonly PropertyKey[]): boolean {
  return path.some((key) => HIDDEN.has(key))
}

/** A check that says nothing more, as zod's own `refine`, is about a limit. */
function checkParams(params: Readonly<Record<string, unknown>> | undefined): CheckParams {
  const { kind, sentence } = params ?? {}
  return { kind: isProblemKind(kind) ? kind : 'outOfRange', sentence: typeof sentence === 'string' ? sentence : null }
}

function isProblemKind(kind: unknown): kind is ProblemKind {
  return typeof kind === 'string' && kind in PROBLEM_CODES
}
