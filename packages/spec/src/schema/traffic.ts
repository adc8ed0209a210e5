import * as z from 'zod'
import { duration, httpUrl, list, refuse, section, text } from './fields.ts'

const LISTEN = 'an address and port, such as 127.0.0.1:8080 or [::1]:8080'

const listen = text(LISTEN, /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/).transform((written, context) => {
  const colon = written.lastIndexOf(':')
  const port = Number(written.slice(colon + 1))
  if (port <= 65_535) return { host: written.slice(0, colon).replaceAll(/[[\]]/g, ''), port }
  refuse(context, 'outOfRange', { allowed: `${LISTEN}, with a port up to 65535` })
  return z.NEVER
})

const none = section({
  kind: z.literal('none').meta({ description: 'Weights are changed by hand; nothing is measured.' }),
})

const embedded = section({
  kind: z
    .literal('embedded')
    .meta({ description: 'The router inside Causeway splits HTTP requests between both tiers.' }),
  listen: listen.meta({ description: 'Where the router accepts requests.' }),
  blue: httpUrl('http://10.0.0.5:3000').meta({ description: 'The application on the source side.' }),
  green: httpUrl('http://10.1.0.5:3000').meta({ description: 'The application on the target side.' }),
  stickiness: duration('0s', '7d').prefault('0s').meta({
    description:
      'How long a client stays with the tier that answered it first, by cookie; 0s is not at all. Set it when sessions live in the application. Never longer than bakeTime.',
  }),
})

const STEPS = 'rising whole numbers from 1 to 100 that end at 100, such as [20, 50, 100]'

const steps = list(z.int({ error: STEPS }), STEPS).superRefine((weights, context) => {
  const sentence = stepsFault(weights)
  if (sentence !== null)
    refuse(context, 'weightSteps', { allowed: STEPS, sentence: `is [${weights.join(', ')}]: ${sentence}` })
})

/** What is wrong with the steps, or `null`. */
function stepsFault(weights: readonly number[]): string | null {
  const outside = weights.find((weight) => weight < 1 || weight > 100)
  if (outside !== undefined) return `a weight is from 1 to 100, not ${outside}`
  const [fallen, before] = [...weights.entries()]
    .map(([index, weight]) => [weight, weights[index - 1] ?? 0] as const)
    .find(([weight, previous]) => weight <= previous) ?? [null, null]
  if (fallen !== null) return `weights must rise, but ${fallen} comes after ${before}`
  return weights.at(-1) === 100 ? null : 'the last weight must be 100'
}

export const trafficSchema = section({
  router: z
    .discriminatedUnion('kind', [none, embedded], {
      error: (issue) => (issue.code === 'invalid_union' ? 'one of none, embedded' : 'a section with the key kind'),
    })
    .prefault({ kind: 'none' })
    .meta({
      description:
        'What splits requests between the application on the source side (blue) and on the target side (green).',
    }),
  steps: steps.prefault([20, 50, 100]).meta({
    description:
      'Weights of green, in percent, one after the other; each is held for bakeTime and must pass its gates. Use smaller steps when an error costs more than the time.',
  }),
  bakeTime: duration('0s', '7d').prefault('10m').meta({
    description:
      'How long each step is watched before the next. Long enough for the load of a normal business cycle to be seen.',
  }),
  approve: list(z.int({ error: 'one of the steps' }), 'a list of weights, each one of the steps')
    .prefault([])
    .meta({
      description: 'Steps that a person must let go on, besides their gates.',
    }),
}).superRefine((traffic, context) => {
  for (const [index, weight] of traffic.approve.entries()) {
    if (traffic.steps.includes(weight)) continue
    const allowed = `one of the steps ${traffic.steps.join(', ')}`
    refuse(context, 'contradiction', { allowed, path: ['approve', index] })
  }
  if (traffic.router.kind !== 'embedded') return
  if (traffic.router.stickiness > traffic.bakeTime) {
    const sentence = 'is longer than traffic.bakeTime: the measured weight could not follow a step while it is watched'
    refuse(context, 'contradiction', { allowed: 'at most traffic.bakeTime', sentence, path: ['router', 'stickiness'] })
  }
  if (traffic.router.blue === traffic.router.green) {
    const sentence = `is "${traffic.router.green}", which is blue as well; the router splits between two applications`
    refuse(context, 'contradiction', { allowed: 'another URL than blue', sentence, path: ['router', 'green'] })
  }
})
