import { readFile } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { CausewayError } from '@causeway/core'
import { formatProblem, parse, resolve, type DeclarationProblem, type ResolvedSpec } from '@causeway/spec'
import type { Io } from './io.ts'

/** Where the declaration is and which environment of it is meant: the options every command has. */
export interface DeclarationOptions {
  readonly file: string
  readonly environment?: string
}

/** Reads, checks and resolves the declaration. @throws CW-02xx naming every problem with its line and column */
export async function loadSpec(io: Io, { file, environment }: DeclarationOptions): Promise<ResolvedSpec> {
  const path = resolvePath(io.cwd, file)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CausewayError('CW-0252', `there is no declaration at ${path}; causeway init writes one`, { cause })
  })
  const parsed = parse(text, path)
  if (!parsed.ok) throw refusal(file, parsed.problems)
  const resolved = resolve(parsed.declaration, environment)
  if (!resolved.ok) throw refusal(file, resolved.problems)
  return resolved.spec
}

function refusal(file: string, problems: readonly DeclarationProblem[]): CausewayError {
  const [first] = problems
  const lines = problems.map((problem) => `\n  ${formatProblem(file, problem)}`)
  return new CausewayError(
    first?.code ?? 'CW-0252',
    `the declaration has ${problems.length} problem(s):${lines.join('')}`,
    { data: { problems } },
  )
}
