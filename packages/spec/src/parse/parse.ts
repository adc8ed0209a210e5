import { PROBLEM_CODES, type DeclarationProblem } from '../problem.ts'
import { ENVIRONMENTS_MAX, migrationSchema, type Settings } from '../schema/migration.ts'
import { locate, merge, plain, type Node, type SectionNode } from '../yaml/node.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { crossChecks } from './cross-checks.ts'
import { DEFAULT_ENVIRONMENT, type Declaration, type Environment } from './declaration.ts'
import { problem, problemsOf } from './issues.ts'
import { nameProblems, sharedStateProblems } from './names.ts'

export type ParseResult =
  | { readonly ok: true; readonly declaration: Declaration }
  | { readonly ok: false; readonly problems: readonly DeclarationProblem[] }

/**
 * Reads and judges a whole declaration, every environment of it, and reports every problem at once, in the order of the
 * text. Never throws and reads nothing but `text`.
 */
export function parse(text: string, file: string): ParseResult {
  const { root, problems: unreadable } = readYaml(text)
  if (root === null) return { ok: false, problems: unreadable }
  const problems = [...unreadable]
  const overrides = overridesOf(root)
  // What an environment may still supply is not missing from the base.
  const base = judge(root)
  problems.push(
    ...(overrides.size === 0 ? base.problems : base.problems.filter(({ code }) => code !== PROBLEM_CODES.missing)),
  )

  const environments = new Map<string, Environment>()
  for (const [name, merged] of overrides.size === 0 ? [[DEFAULT_ENVIRONMENT, root] as const] : overrides) {
    const { settings, problems: found } = judge(merged)
    problems.push(...found, ...crossChecks(merged), ...unknownOverrides(name, root))
    if (settings === null) continue
    environments.set(name, { settings, root: merged })
    problems.push(...nameProblems(name, { settings, root: merged }))
  }
  problems.push(...sharedStateProblems(environments))
  return problems.length === 0
    ? { ok: true, declaration: { file, environments, root } }
    : { ok: false, problems: inTextOrder(problems) }
}

function judge(root: Node): { readonly settings: Settings | null; readonly problems: readonly DeclarationProblem[] } {
  const result = migrationSchema.safeParse(plain(root))
  if (result.success) return { settings: result.data, problems: [] }
  return { settings: null, problems: result.error.issues.flatMap((issue) => problemsOf(issue, root)) }
}

/** Each environment laid over the base; one that is not a section is left to the schema. */
function overridesOf(root: Node): ReadonlyMap<string, Node> {
  const environments = locate(root, ['environments']).node
  if (root.kind !== 'section' || environments?.kind !== 'section') return new Map()
  const entries = new Map(root.entries)
  entries.delete('environments')
  const base: SectionNode = { ...root, entries }
  const overrides = [...environments.entries].filter(([, { kind }]) => kind === 'section').slice(0, ENVIRONMENTS_MAX)
  return new Map(overrides.map(([name, override]) => [name, { ...merge(base, override), ...placeOf(root) }]))
}

/** What is missing altogether is missing from the declaration, not from one environment. */
function placeOf({ path, keyAt, at }: Node): Pick<Node, 'path' | 'keyAt' | 'at'> {
  return { path, keyAt, at }
}

/** The name is the same in every environment, and environments do not nest. */
function unknownOverrides(environment: string, root: Node): readonly DeclarationProblem[] {
  return ['name', 'environments']
    .map((key) => locate(root, ['environments', environment, key]))
    .filter(({ node }) => node !== null)
    .map((located) => ({
      ...problem('unknownKey', located, 'cannot differ from one environment to another; write it once, in the base'),
      ...located.nearest.keyAt,
    }))
}

function inTextOrder(problems: readonly DeclarationProblem[]): readonly DeclarationProblem[] {
  const distinct = new Map(
    problems.map((found) => [`${found.line}:${found.column}:${found.code}:${found.message}`, found]),
  )
  return [...distinct.values()].toSorted((left, right) => left.line - right.line || left.column - right.column)
}
