import { readFile } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { CausewayError } from '@causeway/core'
import {
  formatProblem,
  parse,
  resolve,
  type Declaration,
  type DeclarationProblem,
  type ResolvedSpec,
} from '@causeway/spec'
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
  const resolved = resolve(await parseDeclaration(io, file), environment)
  if (!resolved.ok) throw refusal(file, resolved.problems)
  return resolved.spec
}

/**
 * Reads and checks the declaration, all environments of it.
 * @throws CW-02nn naming every problem with its line and column, CW-0252 when there is none, CW-0257 when it cannot be read
 */
export async function parseDeclaration(io: Io, file: string): Promise<Declaration> {
  const path = resolvePath(io.cwd, file)
  const text = await onFile(path, async () => await readDeclaration(path))
  const parsed = parse(text, path)
  if (!parsed.ok) throw refusal(file, parsed.problems)
  return parsed.declaration
}

/**
 * The same for commands that move data, or say how it would move.
 * @throws CW-0258 besides, for an engine whose data this version cannot move
 */
export async function loadMovable(io: Io, options: DeclarationOptions): Promise<ResolvedSpec> {
  const spec = await loadSpec(io, options)
  if (spec.source.engine === 'postgres') return spec
  const sentence = `source.engine is ${spec.source.engine}: this version moves data of postgres only; nothing was touched`
  throw new CausewayError('CW-0258', sentence)
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
