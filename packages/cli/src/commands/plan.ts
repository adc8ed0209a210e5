import type { Command } from 'commander'
import type { LoadEstimate, MigrationPlan } from '@causeway/engine'
import type { ResolvedSpec } from '@causeway/spec'
import { bytes, count, duration, table } from '../hosts/units.ts'
import type { Io } from '../io.ts'
import { loadMovable } from '../load-spec.ts'
import { stderrLogger } from '../logger.ts'
import { printResult } from '../output.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'

/** What `run` would do: grants an administrator must give, statements, sizes, and how long the copy would take. */
export function planCommand(io: Io): Command {
  return withDeclaration(
    command('plan', 'print grants, steps, SQL, sizes and measured estimates; changes nothing', [
      'causeway plan',
      'causeway plan --json | jq -r ".data.plan.grants[].statement"',
    ]),
  ).action(async (options: CommonOptions) => {
    const spec = await loadMovable(io, options)
    const { planMigration } = await import('@causeway/engine')
    const plan = await planMigration({ spec, logger: stderrLogger(io) }, io.signal)
    const missing = plan.grants.filter((grant) => !grant.satisfied).length
    printResult(io, options.json, {
      data: { plan, window: spec.cutover.window },
      text: planText(spec, plan),
      nextSteps:
        missing === 0
          ? ['causeway doctor', 'causeway run']
          : [`an administrator runs the ${missing} grants marked with !`, 'causeway doctor'],
    })
  })
}

function planText(spec: ResolvedSpec, plan: MigrationPlan): string {
  const grants = plan.grants.map(
    ({ satisfied, side, statement, reason }) => `${satisfied ? ' ' : '!'} ${side}: ${statement};   -- ${reason}`,
  )
  const steps = plan.steps.map(
    ({ phase, side, what, sql }) =>
      `${phase.padEnd(10)} ${side.padEnd(7)} ${what}${sql === null ? '' : `\n${' '.repeat(20)}${sql}`}`,
  )
  const largest = table([
    ['table', 'size', 'parts'],
    ...plan.largest.map((row) => [row.table, bytes(row.sizeBytes), String(row.parts)]),
  ])
  return [
    `${spec.name}-${spec.suffix}: PostgreSQL ${majorOf(plan.source.version)} → ${majorOf(plan.target.version)}, ` +
      `${count(plan.source.tables)} tables, ${count(plan.source.sequences)} sequences, ${bytes(plan.source.sizeBytes)}`,
    `\nGrants (! = missing)\n${grants.join('\n')}`,
    `\nSteps\n${steps.join('\n')}`,
    `\nLargest tables\n${largest}`,
    `\nTime\n${estimateText(plan.estimate)}`,
    windowText(spec),
  ].join('\n')
}

function majorOf(version: number): string {
  return `${Math.floor(version / 10_000)}.${version % 10_000}`
}

function estimateText({ measuredBytesPerSecond: rate, sampleBytes, copySeconds, indexes }: LoadEstimate): string {
  if (rate === null || copySeconds === null) return 'nothing to copy'
  return (
    `one stream carried ${bytes(rate)}/s from source to target (measured with ${bytes(sampleBytes)} of real rows)\n` +
    `copy: ${duration(copySeconds.best * 1_000)} if every worker is as fast, ${duration(copySeconds.worst * 1_000)} if they share one link; ` +
    `${count(indexes)} indexes are built meanwhile and after`
  )
}

function windowText({ cutover }: ResolvedSpec): string {
  const pause = `pause of at most ${duration(cutover.pauseBudgetMs)}, and as much for a rollback`
  if (cutover.window === null) return `window: none declared; ${pause}`
  const open = Date.parse(cutover.window.closesAt) - Date.parse(cutover.window.opensAt)
  const latest = new Date(Date.parse(cutover.window.closesAt) - 2 * cutover.pauseBudgetMs).toISOString()
  return `window: ${cutover.window.opensAt} to ${cutover.window.closesAt} (${duration(open)}); ${pause}; latest safe start of the cut-over ${latest}`
}
