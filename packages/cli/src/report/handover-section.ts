import { duration } from '../hosts/units.ts'
import { waterfall } from './charts.ts'
import { html, type Html } from './html.ts'
import type { ReportedHandover } from './report-data.ts'
import { section } from './section.ts'

/** The pause step by step, and what was done before and after it without anybody waiting. */
export function handoverSection(handover: ReportedHandover): Html {
  const { kind, number, decision, steps, reason } = handover
  const name = kind === 'cutover' ? 'Cut-over' : 'Rollback'
  const waiting = pauseSteps(steps)
  const outside = steps.filter((step) => !waiting.includes(step))
  return section(
    `${name} ${number}: ${decision === 'COMMIT' ? 'committed' : 'aborted'}, clients waited ${pauseText(handover)}`,
    html`${reason === null ? '' : html`<p class="warn">${reason}</p>`}
    ${waiting.length === 0 ? '' : waterfall(inSequence(waiting))}
    ${outside.length === 0 ? '' : html`<p class="note">Before and after the pause, while clients wrote: ${outside.map(({ step, durationMs }) => `${step} ${duration(durationMs)}`).join(', ')}.</p>`}
    ${kind === 'cutover' ? '' : html`<p class="note">Steps are named as in a cut-over; in a rollback each is done to the other side.</p>`}`,
  )
}

/** `680 ms`, or what is known of it. */
function pauseText({ pauseMs, interrupted }: Pick<ReportedHandover, 'pauseMs' | 'interrupted'>): string {
  return interrupted ? `at most ${duration(pauseMs)} (the controller was restarted meanwhile)` : duration(pauseMs)
}

/** From the first step that held clients up to their release; a restarted controller begins in the middle. */
function pauseSteps(steps: ReportedHandover['steps']): ReportedHandover['steps'] {
  const first = steps.findIndex(({ step }) => step !== 'arm-reverse' && step !== 'open-handover')
  const release = steps.findIndex(({ step }) => step === 'release')
  return first < 0 || release < 0 ? [] : steps.slice(first, release + 1)
}

function inSequence(steps: ReportedHandover['steps']) {
  let fromMs = 0
  return steps.map(({ step, durationMs }) => {
    const span = { label: step, fromMs, durationMs, hot: true }
    fromMs += durationMs
    return span
  })
}
