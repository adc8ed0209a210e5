import type { Command } from 'commander'
import { CausewayError, type Finding } from '@causeway/core'
import type { Io } from '../io.ts'
import { loadMovable } from '../load-spec.ts'
import { stderrLogger } from '../logger.ts'
import { printResult } from '../output.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'

const ORDER = ['blocker', 'warning', 'information'] as const

/** Reads both sides and changes nothing; leaves with 3 when something would stop or lose something. */
export function doctorCommand(io: Io): Command {
  return withDeclaration(
    command('doctor', 'look at both servers and list everything that would stop or lose something', [
      'causeway doctor',
      'causeway doctor --environment production',
      'causeway doctor --json | jq -r ".data.findings[].remedy"',
    ]),
  ).action(async (options: CommonOptions) => {
    const spec = await loadMovable(io, options)
    const { createPostgresEngine } = await import('@causeway/engine')
    await using engine = createPostgresEngine({ spec, logger: stderrLogger(io) })
    const findings = await engine.preflight(io.signal)
    const blockers = findings.filter((finding) => finding.severity === 'blocker').length
    printResult(io, options.json, {
      data: { ready: blockers === 0, findings },
      text: findingsText(findings),
      nextSteps: blockers === 0 ? ['causeway plan', 'causeway run'] : ['causeway plan', 'causeway doctor'],
      failure:
        blockers === 0 ? null : new CausewayError('CW-0310', `${blockers} blocker(s), each with its remedy above`),
    })
  })
}

/** Every finding, worst first, and how many there are of each kind. */
function findingsText(findings: readonly Finding[]): string {
  const lines = ORDER.flatMap((severity) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map(
        ({ side, message, remedy }) =>
          `${severity.padEnd(11)} ${side.padEnd(6)} ${message}${remedy === '' ? '' : `\n                   to do: ${remedy}`}`,
      ),
  )
  const counts = ORDER.map(
    (severity) => `${findings.filter((finding) => finding.severity === severity).length} ${severity}`,
  )
  return [...lines, '', counts.join(', ')].join('\n')
}
