import { CausewayError } from '../errors/causeway-error.ts'
import { stepDeadlineMs, type AbortStepName, type HandoverStepName } from '../phases/handover-steps.ts'

/** How long one step of a hand-over took, and what was left of the pause budget afterwards. */
export interface StepTiming {
  readonly step: HandoverStepName | AbortStepName
  readonly durationMs: number
  readonly remainingMs: number
}

/**
 * Measures the pause and bounds it: every step before the decision must end by its deadline, counted from the beginning
 * of the pause. Monotonic: a jump of the wall clock changes nothing.
 */
export class PauseClock {
  readonly #budgetMs: number
  readonly #onStep: (timing: StepTiming) => void
  readonly #timings: StepTiming[] = []
  #beganAt: number | null = null
  #endedAt: number | null = null

  constructor(budgetMs: number, onStep: (timing: StepTiming) => void) {
    this.#budgetMs = budgetMs
    this.#onStep = onStep
  }

  get budgetMs(): number {
    return this.#budgetMs
  }

  /** From the moment clients were first held until they were released, in ms; up to now while it lasts. */
  pauseMs(): number {
    return this.#beganAt === null ? 0 : (this.#endedAt ?? performance.now()) - this.#beganAt
  }

  /** Every step so far, in order. */
  timings(): readonly StepTiming[] {
    return this.#timings
  }

  remainingMs(): number {
    return this.#budgetMs - this.pauseMs()
  }

  /** @throws CW-0402 when the step is not done by its deadline */
  async bounded(
    step: HandoverStepName,
    signal: AbortSignal,
    body: (deadline: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.#beganAt ??= performance.now()
    const leftMs = Math.max(0, stepDeadlineMs(step, this.#budgetMs) - this.pauseMs())
    const late = AbortSignal.timeout(Math.ceil(leftMs))
    await this.measured(step, async () => {
      try {
        await body(AbortSignal.any([signal, late]))
      } catch (error) {
        throw late.aborted && !signal.aborted ? this.#overrun(step, error) : error
      }
      if (late.aborted) throw this.#overrun(step)
    })
  }

  /** A step that has no deadline: before the pause, or after the decision, when the only way is forward. */
  async measured(step: StepTiming['step'], body: () => Promise<void>): Promise<void> {
    const beganAt = performance.now()
    try {
      await body()
    } finally {
      if (step === 'release') this.#endedAt = performance.now()
      const timing = { step, durationMs: performance.now() - beganAt, remainingMs: this.remainingMs() }
      this.#timings.push(timing)
      this.#onStep(timing)
    }
  }

  #overrun(step: HandoverStepName, cause?: unknown): CausewayError {
    return new CausewayError(
      'CW-0402',
      `step ${step} was not done in time: the pause may last ${this.#budgetMs} ms and this step must end by ` +
        `${stepDeadlineMs(step, this.#budgetMs)} ms; nothing has moved${CausewayError.is(cause) ? `; ${cause.message}` : ''}`,
      { cause, data: { step, budgetMs: this.#budgetMs } },
    )
  }
}
