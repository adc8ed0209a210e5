import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { CausewayError } from '@causeway/core'

/** How a tool is run: where, with what, and where people see what it says. */
export interface Workbench {
  /** The folder with what was synthesised. */
  readonly folder: string
  /** Passwords go by here (`TF_VAR_…`), never as an argument, which every user of the machine can read. */
  readonly env: NodeJS.ProcessEnv
  /** Everything the tool prints for people, as it prints it. */
  readonly screen: Writable
  /** Ends the tool as Ctrl-C does: Terraform finishes what is under way and keeps its state. */
  readonly signal: AbortSignal
}

export interface ToolRun {
  readonly exitCode: number
  readonly stdout: string
  /** The end of everything it printed. */
  readonly said: string
}

interface ToolRunOptions {
  /** Exit codes that are answers, beside 0. */
  readonly alsoFine?: readonly number[]
  /** What is printed is data, and is not shown. */
  readonly quiet?: boolean
}

/** The command that brings each tool. */
const INSTALL = {
  terraform: 'install Terraform 1.11 or later: https://developer.hashicorp.com/terraform/install, or use --tool tofu',
  tofu: 'install OpenTofu 1.11 or later: https://opentofu.org/docs/intro/install, or use --tool terraform',
  cdk: 'install it with: npm install --global aws-cdk@2.1148.1',
} as const

export type ToolName = keyof typeof INSTALL

/** What AWS and the tools say when they cannot sign in, or no longer. */
const SIGNED_OUT =
  /No valid credential sources|Unable to resolve AWS account|Unable to (locate|resolve|find).{0,40}credentials|could not be found in any providers|(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|AuthFailure|SSO session.{0,20}expired|token.{0,20}expired)/i

/** As much of the end of what a tool prints as is kept to judge why it failed. */
const TAIL_LENGTH = 64 * 1024

/**
 * Runs a tool to its end and shows what it prints.
 * @throws CW-0272 when it is not installed, CW-0273 when AWS does not know who asks, CW-0274 when it fails otherwise; the
 * reason of the signal when that ended it
 */
export async function runTool(
  tool: ToolName,
  args: readonly string[],
  { folder, env, screen, signal }: Workbench,
  { alsoFine = [], quiet = false }: ToolRunOptions = {},
): Promise<ToolRun> {
  signal.throwIfAborted()
  const child = spawn(tool, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const interrupt = () => void child.kill('SIGINT')
  signal.addEventListener('abort', interrupt)
  try {
    const heard = [
      collect(child.stdout, quiet ? null : screen, quiet ? Number.POSITIVE_INFINITY : TAIL_LENGTH),
      collect(child.stderr, screen, TAIL_LENGTH),
    ] as const
    const [code] = (await once(child, 'close')) as [number | null]
    signal.throwIfAborted()
    const [stdout = '', stderr = ''] = heard.map((read) => read())
    const said = `${stdout}\n${stderr}`
    if (code === 0 || alsoFine.includes(code ?? -1)) return { exitCode: code ?? 0, stdout, said }
    throw failure(tool, args, code, said)
  } catch (cause) {
    if (isMissing(cause, tool)) {
      throw new CausewayError('CW-0272', `there is no ${tool} on the PATH: ${INSTALL[tool]}`, { cause, data: { tool } })
    }
    throw cause
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}

/** Keeps the end of what is printed and shows all of it. */
function collect(from: Readable, screen: Writable | null, keep: number): () => string {
  let text = ''
  from.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-keep)
    screen?.write(chunk)
  })
  return () => text
}

function failure(tool: ToolName, args: readonly string[], code: number | null, said: string): CausewayError {
  const what = `${tool} ${args[0] ?? ''}`
  if (SIGNED_OUT.test(said)) return new CausewayError('CW-0273', `${what} found no valid credentials of AWS`)
  const how = code === null ? 'was ended by a signal' : `failed with exit code ${code}`
  return new CausewayError('CW-0274', `${what} ${how}; what it said is above`, { data: { tool, exitCode: code } })
}

function isMissing(thrown: unknown, tool: ToolName): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT' && 'path' in thrown && thrown.path === tool
  )
}
