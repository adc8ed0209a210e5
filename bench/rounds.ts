import type { Cost } from './processes.ts'
import type { Measurement } from './workload.ts'

type Sample = Omit<Measurement, 'values'> & { readonly value: number }

/**
 * Lets contenders do the same work in turns, the first one last in the next round, so that what the machine does
 * besides meets all of them.
 */
export class Rounds {
  readonly #rounds: number
  readonly #say: (text: string) => void
  readonly #samples: Sample[] = []

  constructor(rounds: number, say: (text: string) => void) {
    this.#rounds = rounds
    this.#say = say
  }

  async run(contenders: Readonly<Record<string, (round: number) => Promise<void>>>): Promise<readonly Measurement[]> {
    const names = Object.keys(contenders)
    for (let round = 1; round <= this.#rounds; round += 1) {
      for (const name of round % 2 === 0 ? names.toReversed() : names) {
        const before = this.#samples.length
        await contenders[name]?.(round)
        const figures = this.#samples
          .slice(before)
          .map(({ what, value, unit }) => `${what} ${value.toFixed(2)} ${unit}`)
        this.#say(`round ${round}, ${name}: ${figures.join(', ')}`)
      }
    }
    return this.measurements()
  }

  add(sample: Sample): void {
    this.#samples.push(sample)
  }

  note(by: string, { seconds, sourceCpuSeconds, targetCpuSeconds, clientCpuSeconds }: Cost): void {
    this.add({ what: 'time', unit: 's', by, value: seconds })
    this.add({ what: 'CPU of the source', unit: 's', by, value: sourceCpuSeconds })
    this.add({ what: 'CPU of the target', unit: 's', by, value: targetCpuSeconds })
    this.add({ what: 'CPU of the client', unit: 's', by, value: clientCpuSeconds })
  }

  /** Everything added, a figure of one contender with its values of all rounds. */
  measurements(): readonly Measurement[] {
    const groups = Map.groupBy(this.#samples, ({ what, by }) => `${what}\0${by}`)
    return [...groups.values()].flatMap((samples) => {
      const [first] = samples
      if (first === undefined) return []
      const { value: _, ...rest } = first
      return [{ ...rest, values: samples.map(({ value }) => value) }]
    })
  }
}
