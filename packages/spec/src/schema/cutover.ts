import * as z from 'zod'
import { choice, duration, integer, refuse, section } from './fields.ts'

const INSTANT = 'a point in time with its offset, such as 2031-05-04T22:00:00Z or 2031-05-05T00:00:00+02:00'

const instant = z.iso
  .datetime({ offset: true, error: INSTANT, abort: true })
  .transform((written) => new Date(written).toISOString())
  .meta({ errorMessage: INSTANT })

const window = section({
  opensAt: instant.meta({ description: 'The cut-over does not start before.' }),
  closesAt: instant.meta({
    description: 'The cut-over does not start unless its worst case and a rollback end before.',
  }),
}).superRefine(({ opensAt, closesAt }, context) => {
  if (opensAt < closesAt) return
  const sentence = `is ${closesAt}, which is not after opensAt, ${opensAt}`
  refuse(context, 'contradiction', { allowed: 'later than opensAt', sentence, path: ['closesAt'] })
})

export const cutoverSchema = section({
  pauseBudget: duration('500ms', '5m').prefault('10s').meta({
    description:
      'Longest time in which no database accepts writes. The cut-over is aborted when it is used up before the decision. Lower it when clients give up sooner.',
  }),
  atWeight: integer(0, 100).prefault(100).meta({
    description:
      'Weight of green, one of traffic.steps or 0, at which the database is handed over. Choose an early step when green is too slow while it writes over the link.',
  }),
  window: window.optional().meta({ description: 'When the cut-over may happen. Left out, at any time.' }),
  approval: choice(['manual', 'automatic']).prefault('manual').meta({
    description:
      '`manual` waits for `causeway cutover --execute`; `automatic` cuts over as soon as every gate passes inside the window.',
  }),
  sequenceHeadroom: integer(0, 1_000_000_000).prefault(1000).meta({
    description:
      'Added to every sequence on the side that takes over, so that values handed out but not yet seen are not given twice. Raise it when applications keep blocks of values.',
  }),
})
