import { describe, expect, it } from 'vitest'
import { PHASES } from './phase.ts'
import { next, PHASE_EVENTS, TRANSITIONS } from './transitions.ts'

const moves = PHASES.flatMap((phase) =>
  PHASE_EVENTS.flatMap((event) => {
    const cell = next(phase, event)
    return 'to' in cell ? [`${phase} --${event}--> ${cell.to}`] : []
  }),
)

describe('TRANSITIONS', () => {
  it('has a cell for every event in every phase, and every refusal says what and what to do', () => {
    for (const phase of PHASES) {
      expect(Object.keys(TRANSITIONS[phase]).toSorted()).toEqual([...PHASE_EVENTS].toSorted())
      const cells = PHASE_EVENTS.map((event) => next(phase, event))
      const refusals = cells.flatMap((cell) => ('refuse' in cell ? [cell.refuse] : []))
      for (const refusal of refusals) expect(refusal).toMatch(/^.{10,}[:;,] .{5,}$/)
    }
  })

  it('allows exactly these moves', () => {
    expect(moves.filter((move) => !/^(\S+) .* \1$/.test(move))).toEqual([
      'draft --prepare-started--> prepare',
      'prepare --prepared--> full-load',
      'prepare --cleaned-up--> draft',
      'full-load --loaded--> replicate',
      'full-load --cleaned-up--> draft',
      'replicate --caught-up--> verify',
      'replicate --cleaned-up--> draft',
      'verify --verified--> shift',
      'verify --mismatch-repaired--> replicate',
      'verify --cleaned-up--> draft',
      'shift --mismatch-found--> verify',
      'shift --weights-done--> ready',
      'shift --cleaned-up--> draft',
      'ready --mismatch-found--> verify',
      'ready --weight-aborted--> shift',
      'ready --cutover-started--> cutover',
      'ready --cleaned-up--> draft',
      'cutover --cutover-aborted--> ready',
      'cutover --cutover-committed--> hold',
      'hold --rollback-committed--> rolled-back',
      'hold --committed--> committed',
      'rolled-back --restart-forward--> replicate',
      'rolled-back --cleaned-up--> draft',
    ])
  })

  it('leaves `committed` by nothing, and `cutover` by its decision only', () => {
    expect(moves.filter((move) => move.startsWith('committed '))).toEqual([])
    expect(moves.filter((move) => move.startsWith('cutover '))).toHaveLength(2)
  })

  it('reaches every phase from `draft`', () => {
    const reached = new Set(['draft'])
    for (const _ of PHASES) {
      for (const move of moves) {
        const [from = '', , to = ''] = move.split(/ --|--> /)
        if (reached.has(from)) reached.add(to)
      }
    }
    expect([...reached].toSorted()).toEqual([...PHASES].toSorted())
  })
})
