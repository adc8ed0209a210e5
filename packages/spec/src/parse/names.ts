import path from 'node:path'
import type { DeclarationProblem } from '../problem.ts'
import type { Settings } from '../schema/migration.ts'
import { locate } from '../yaml/node.ts'
import type { Environment } from './declaration.ts'
import { problem } from './issues.ts'

/** Slots and publications are called `causeway_NAME_SUFFIX_reverse`, which PostgreSQL would cut at 63 bytes. */
const NAME_AND_SUFFIX_MAX = 44

export function suffixOf(environment: string, { suffix }: Settings): string {
  return suffix ?? environment.replaceAll('-', '_')
}

/** As written, or made from the names; relative to the declaration. */
export function stateDirOf(environment: string, settings: Settings): string {
  return settings.stateDir ?? `.causeway/${settings.name}-${suffixOf(environment, settings)}`
}

export function nameProblems(name: string, { settings, root }: Environment): readonly DeclarationProblem[] {
  const suffix = suffixOf(name, settings)
  const length = settings.name.length + suffix.length
  if (length <= NAME_AND_SUFFIX_MAX) return []
  const allowed = `at most ${NAME_AND_SUFFIX_MAX} characters, together with the suffix`
  const sentence = `is ${length} characters long with the suffix "${suffix}"; it must be ${allowed}`
  return [problem('outOfRange', locate(root, ['name']), sentence, { allowed, received: settings.name })]
}

/** Two environments with one state directory would write one journal. */
export function sharedStateProblems(environments: ReadonlyMap<string, Environment>): readonly DeclarationProblem[] {
  const owners = new Map<string, string>()
  const problems: DeclarationProblem[] = []
  for (const [name, { settings, root }] of environments) {
    const stateDir = path.normalize(stateDirOf(name, settings))
    const owner = owners.get(stateDir)
    if (owner === undefined) {
      owners.set(stateDir, name)
      continue
    }
    const cause = settings.stateDir === undefined ? 'suffix' : 'stateDir'
    const sentence = `is the same in the environments ${owner} and ${name}, which would share one journal (${stateDir}); give each its own`
    problems.push(problem('contradiction', locate(root, [cause]), sentence))
  }
  return problems
}
