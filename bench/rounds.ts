import { peakRssMegabytes, type Cost } from './processes.ts'
import { median } from './statistics.ts'
import { CAUSEWAY, MOST_MEGABYTES, type Measurement } from './workload.ts'

type Sample = Omit<Measurement, 'values'> & { readonly value: number }

/** Takes one turn. */
export type Contender = (round: number) => Promise<void>

/**
 * Lets contenders do the same work in turns, the first one last in the next round, so that what the machine does
 * besides meets all of them.
 */
export class Rounds {
  readonly #say: (text: string) => void
  readonly #samples: Sample[] = []

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  async run(rounds: number, contenders: ReadonlyMap<string, Contender>): Promise<readonly Measurement[]> {
    const names = [...contenders.keys()]
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of round % 2 === 0 ? names.toReversed() : names) {
        await this.turn(`round ${round}, ${name}`, async () => await contenders.get(name)?.(round))
      }
    }
    return this.measurements()
  }

  /** Says what was measured in it. */
  async turn(title: string, measured: () => Promise<void>): Promise<void> {
    const before = this.#samples.length
    await measured()
    const figures = inOne(this.#samples.slice(before)).map(
      ({ what, values, unit }) => `${what} ${median(values).toFixed(2)} ${unit}`,
    )
    this.#say(`${title}: ${figures.join(', ')}`)
  }

  add(sample: Sample): void {
    this.#samples.push(sample)
  }

  /** @param atLeast what is promised of Causeway's time against this one's */
  note(by: string, cost: Cost, atLeast?: number): void {
    const { seconds, sourceCpuSeconds, targetCpuSeconds, clientCpuSeconds } = cost
    this.add({ what: 'time', unit: 's', by, value: seconds, ...(atLeast === undefined ? {} : { atLeast }) })
    this.add({ what: 'CPU of the source', unit: 's', by, value: sourceCpuSeconds })
    this.add({ what: 'CPU of the target', unit: 's', by, value: targetCpuSeconds })
    this.add({ what: 'CPU of the client', unit: 's', by, value: clientCpuSeconds })
  }

  /** Of our own process, which must still be there. */
  async notePeak(pid: number, by: string = CAUSEWAY): Promise<void> {
    const value = await peakRssMegabytes(pid)
    this.add({ what: 'peak memory', unit: 'MB', by, value, limit: { of: 'p99', most: MOST_MEGABYTES } })
  }

  /** Everything added, a figure of one contender with its values of all rounds. */
  measurements(): readonly Measurement[] {
    return inOne(this.#samples)
  }
}

function inOne(samples: readonly Sample[]): readonly Measurement[] {
  const groups = Map.groupBy(samples, ({ what, by }) => `${what}\0${by}`)
  return [...groups.values()].flatMap((samples) => {
    const [first] = samples
    if (first === undefined) return []
    const { value: _, ...rest } = first
    return [{ ...rest, values: samples.map(({ value }) => value) }]
  })
}
