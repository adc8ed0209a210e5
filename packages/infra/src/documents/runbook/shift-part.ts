import { formatDuration } from '@causeway/spec'
import { whyNoCdk } from '../../cdk/mirrored-design.ts'
import type { InfraDesign } from '../../design/infra-design.ts'
import type { Documented } from '../documents.ts'
import { flags } from '../facts.ts'
import { code, commands, table } from '../markdown.ts'

/** The weights, one after the other, as the declaration has them. */
export function shiftPart({ spec, design }: Documented): string {
  const { phases, by, ttlSeconds } = design.traffic
  const before = phases.filter(({ green }) => green <= spec.cutover.atWeight)
  const after = phases.filter(({ green }) => green > spec.cutover.atWeight)
  const settle =
    by === 'dns'
      ? ` A change reaches everybody after the TTL, ${ttlSeconds} s, and clients that hold connections later.`
      : stickiness(design)
  const gates = spec.gates
  return [
    '## 5 Shift traffic',
    `Green serves users while the source keeps the authority, so green has to use the **source** database until the hand-over. The code gives the application the address of the target (${code('DB_HOST')}): deploy green with the source's address first, and with the target's in phase 6. Where the application cannot reach the source, keep the weight at 0 until phase 6, declare ${code('cutover.atWeight: 0')}, and shift afterwards.`,
    table(
      ['step', 'blue', 'green', 'command'],
      before.map((phase) => row(design, phase)),
    ),
    commands(`causeway infra deploy ${flags(design)} --approve     # after each command above`),
    `${settle.trim()} **Gate**, after ${formatDuration(spec.traffic.bakeMs)} at each step: green's share of failed requests at most ${gates.greenErrorRate * 100} % and at most ${gates.greenErrorRatio} times blue's over ${gates.minRequests} requests; green's p99 at most ${gates.greenP99Ratio} times blue's; measured weight within ${gates.weightTolerancePoints} points; lag under ${formatDuration(gates.lagToShiftMs)}. No data is no pass. **Way back**, at once when a gate fails:`,
    commands(
      `${weightVariables(design, 100, 0)}   # all traffic to blue`,
      `causeway infra deploy ${flags(design)} --approve`,
    ),
    `When a step stands, write it into ${code('infrastructure.shift.weights')} as well: a deployment without the variables sets what the declaration says.${whyNoCdk(design) === null ? ' With the CDK, which has no such variables, this is the way: declare the weights, `causeway infra synth --tool cdk`, deploy.' : ''}`,
    ...(after.length === 0
      ? []
      : [
          `The steps above ${spec.cutover.atWeight} % come after the hand-over: ${after.map(({ green }) => `${green} %`).join(', ')}.`,
        ]),
  ].join('\n\n')
}

function row(design: InfraDesign, { name, blue, green }: InfraDesign['traffic']['phases'][number]): readonly string[] {
  return [name, String(blue), String(green), code(weightVariables(design, blue, green))]
}

/** Weights go by variables of the module. */
export function weightVariables({ traffic }: InfraDesign, blue: number, green: number): string {
  return traffic.by === 'dns'
    ? `export TF_VAR_traffic_weight=${green}`
    : `export TF_VAR_blue_target_weight=${blue} TF_VAR_green_target_weight=${green}`
}

function stickiness({ target }: InfraDesign): string {
  const seconds = target.loadBalancer.stickinessSeconds
  return seconds === null
    ? ''
    : ` A client stays with the colour that answered it for up to ${seconds} s: measured weight follows that slowly.`
}
