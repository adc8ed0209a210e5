import type { Command } from 'commander'
import { CausewayError, ControlClient, type GateResult, type HandoverResult } from '@causeway/core'
import { duration, table } from '../hosts/units.ts'
import type { Io } from '../io.ts'
import { loadSpec } from '../load-spec.ts'
import { printResult, type Result } from '../output.ts'
import { command, commandGroup, withDeclaration, type CommonOptions } from './command-options.ts'

/** Sends one order to the running controller and waits until it is carried out. */
async function order(
  io: Io,
  options: CommonOptions,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const spec = await loadSpec(io, options)
  return await new ControlClient(spec.stateDir).command(name, args, io.signal)
}

interface CutoverOptions extends CommonOptions {
  readonly rehearse?: boolean
  readonly dryRun?: boolean
  readonly execute?: boolean
}

export function cutoverCommand(io: Io): Command {
  return withDeclaration(
    command('cutover', 'hand write authority over from the source to the target', [
      'causeway cutover --dry-run     # the steps, their deadlines, and every gate now',
      'causeway cutover --rehearse    # the rights of the fence and a barrier, without shutting anybody out',
      'causeway cutover --execute     # authority moves; clients wait for a moment',
    ]),
  )
    .option('--dry-run', 'print the steps and the gates, change nothing')
    .option('--rehearse', 'prove the fence and the barrier without refusing any client')
    .option('--execute', 'do it')
    .action(async (options: CutoverOptions) => {
      const chosen = [options.dryRun, options.rehearse, options.execute].filter(Boolean).length
      if (chosen !== 1)
        throw new CausewayError('CW-0253', 'say what is meant: --dry-run, --rehearse or --execute, one of them')
      if (options.execute === true) {
        const data = (await order(io, options, 'cutover', {})) as HandoverResult
        const text = `the target is the authority; clients waited ${duration(data.pauseMs)}`
        return printResult(io, options.json, {
          data,
          text,
          nextSteps: ['causeway status --watch', 'causeway rollback', 'causeway commit'],
        })
      }
      const data = await order(io, options, options.rehearse === true ? 'rehearse' : 'dry-run', {})
      printResult(io, options.json, {
        data,
        text: rehearsalText(data as Rehearsal),
        nextSteps: ['causeway cutover --execute'],
      })
    })
}

interface Rehearsal {
  readonly fenceMs?: number
  readonly barrierMs?: number
  readonly pendingVerification?: number
  readonly steps?: readonly { readonly step: string; readonly stage: string; readonly deadlineMs: number | null }[]
  readonly gates: readonly GateResult[]
}

function rehearsalText({ fenceMs, barrierMs, pendingVerification, steps, gates }: Rehearsal): string {
  const measured =
    fenceMs === undefined || barrierMs === undefined
      ? []
      : [
          `fence proven in ${duration(fenceMs)}, barrier passed in ${duration(barrierMs)}, ` +
            `${pendingVerification ?? 0} changed rows to verify inside the pause`,
        ]
  const planned = (steps ?? []).map(({ step, stage, deadlineMs }) => [
    stage,
    step,
    deadlineMs === null ? '' : `done ${duration(deadlineMs)} into the pause, or it aborts`,
  ])
  const judged = gates.map(({ outcome, gate, message }) => [outcome, gate, message])
  return [...measured, ...(planned.length === 0 ? [] : [table(planned), '']), table(judged)].join('\n')
}

interface SimpleOrder {
  readonly name: string
  readonly summary: string
  readonly done: (data: unknown) => Result
}

const SIMPLE_ORDERS: readonly SimpleOrder[] = [
  {
    name: 'rollback',
    summary: 'hand write authority back to the source; nothing written since the cut-over is lost',
    done: (data) => ({
      data,
      text:
        `the source is the authority again; clients waited ${duration((data as HandoverResult).pauseMs)}\n` +
        'resume goes on with replication to the target, clean-up gives the migration up',
      nextSteps: ['causeway resume', 'causeway clean-up'],
    }),
  },
  {
    name: 'commit',
    summary: 'end the way back: final verification, then everything Causeway made is removed',
    done: (data) => ({
      data,
      text: 'committed: the target is the authority for good, the source stays closed',
      nextSteps: ['causeway report'],
    }),
  },
  {
    name: 'verify',
    summary: 'compare every table again',
    done: (data) => ({ data, text: 'every table compared: 0 rows differ' }),
  },
  {
    name: 'pause',
    summary: 'stop advancing at a safe point; streams go on',
    done: (data) => ({ data, text: 'paused', nextSteps: ['causeway resume'] }),
  },
  {
    name: 'resume',
    summary: 'go on after a pause, a freeze or a rollback',
    done: (data) => ({ data, text: 'going on' }),
  },
  {
    name: 'clean-up',
    summary: 'give up before the cut-over: removes everything Causeway made on both servers; the copied data stays',
    done: (data) => ({ data, text: 'cleaned up: slots, publications, fences and control rows are gone' }),
  },
]

export function simpleOrderCommands(io: Io): readonly Command[] {
  return SIMPLE_ORDERS.map(({ name, summary, done }) =>
    withDeclaration(command(name, summary, [`causeway ${name}`, `causeway ${name} --json`])).action(
      async (options: CommonOptions) => {
        printResult(io, options.json, done(await order(io, options, name, {})))
      },
    ),
  )
}

export function trafficCommand(io: Io): Command {
  const traffic = commandGroup('traffic', 'set the share of requests green serves', [
    'causeway traffic set 20',
    'causeway traffic abort',
  ])
  const set = withDeclaration(
    command('set', 'set the weight of green, or approve the declared step that waits', ['causeway traffic set 50']),
  )
    .argument('<weight>', '0 to 100')
    .action(async (weight: string, options: CommonOptions) => {
      const percent = Number(weight)
      if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
        throw new CausewayError('CW-0253', `the weight is a whole number from 0 to 100, not ${JSON.stringify(weight)}`)
      }
      printResult(io, options.json, weightSet(await order(io, options, 'traffic', { weight: percent })))
    })
  const abort = withDeclaration(command('abort', 'take all traffic back to blue', ['causeway traffic abort'])).action(
    async (options: CommonOptions) => {
      printResult(io, options.json, weightSet(await order(io, options, 'traffic', { weight: 0 })))
    },
  )
  return traffic.addCommand(set).addCommand(abort)
}

/** A weight set by hand holds the migration there, so that its next declared step does not come on top. */
function weightSet(data: unknown): Result {
  const { weight, paused = false } = data as { weight: number; paused?: boolean }
  const text = weight === 0 ? 'green serves nothing' : `green serves ${weight} %`
  return paused
    ? { data, text: `${text}; the migration is paused there`, nextSteps: ['causeway resume'] }
    : { data, text }
}
