import { readFile } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { CausewayError } from '@causeway/core'
import { formatProblem, parse, resolve, type DeclarationProblem, type ResolvedSpec } from '@causeway/spec'
import { failedWith, onFile } from './files.ts'
import type { Io } from './io.ts'

/** Where the declaration is and which environment of it is meant: the options every command has. */
export interface DeclarationOptions {
  readonly file: string
  readonly environment?: string
}

/**
 * Reads, checks and resolves the declaration.
 * @throws CW-02nn naming every problem with its line and column, CW-0252 when there is none, CW-0257 when it cannot be read
 */
export async function loadSpec(io: Io, { file, environment }: DeclarationOptions): Promise<ResolvedSpec> {
  const path = resolvePath(io.cwd, file)
  const text = await onFile(path, async () => await readDeclaration(path))
  const parsed = parse(text, path)
  if (!parsed.ok) throw refusal(file, parsed.problems)
  const resolved = resolve(parsed.declaration, environment)
  if (!resolved.ok) throw refusal(file, resolved.problems)
  return resolved.spec
}

/** The code is that of the first problem; the message shows all. */
export function refusal(file: string, problems: readonly DeclarationProblem[]): CausewayError {
  const [first] = problems
  const lines = problems.map((problem) => `\n  ${formatProblem(file, problem)}`)
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  return new CausewayError(first?.code ?? 'CW-0252', `the declaration has ${count}:${lines.join('')}`, {
    data: { problems },
  })
}

async function readDeclaration(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (!failedWith('ENOENT', cause)) throw cause
    throw new CausewayError('CW-0252', `there is no declaration at ${path}`, { cause })
  }
}
