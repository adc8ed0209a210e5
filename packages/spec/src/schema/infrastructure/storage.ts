import { choice, flag, list, refuse, section, size, wholeDays } from '../fields.ts'

const STORAGE_CLASSES = ['STANDARD_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'] as const

const transition = section({
  after: wholeDays('0d', '3650d').meta({ description: 'Age at which a file moves on.' }),
  to: choice(STORAGE_CLASSES).meta({ description: 'Cheaper storage it moves to.' }),
}).superRefine(({ after, to }, context) => {
  if (to !== 'STANDARD_IA' || after >= 30 * 86_400_000) return
  refuse(context, 'outOfRange', { allowed: 'at least 30d for STANDARD_IA, which S3 asks for', path: ['after'] })
})

const transitions = (description: string) =>
  list(transition, 'a list of steps, each with after and to')
    .superRefine((steps, context) => {
      for (const [index, { after, to }] of steps.entries()) {
        const before = steps[index - 1]
        if (before === undefined) continue
        const rises = after > before.after && STORAGE_CLASSES.indexOf(to) > STORAGE_CLASSES.indexOf(before.to)
        if (rises) continue
        const allowed = 'steps that become later and cheaper'
        const sentence = `does not come after ${before.to} in age and price; order the steps from early to late`
        refuse(context, 'contradiction', { allowed, sentence, path: [index] })
      }
    })
    .prefault([])
    .meta({ description })

const bucket = section({
  purpose: choice(['files', 'transaction-logs']).meta({
    description:
      '`files` takes what moves with the database, in the same directories; `transaction-logs` what the application writes.',
  }),
  size: size('1MB', '1000TB').prefault('100GB').meta({ description: 'Expected size, for the estimate of costs.' }),
  transitions: transitions('Steps to cheaper storage, by age.'),
  noncurrentTransitions: transitions('The same for versions that were replaced or deleted.'),
  noncurrentExpiry: wholeDays('1d', '3650d').optional().meta({
    description: 'Age at which replaced and deleted versions are gone. Left out, they stay.',
  }),
  replicate: flag().prefault(false).meta({
    description: 'Whether the bucket of a mirrored source is replicated to the one of the target, within 15 minutes.',
  }),
})

export const storageSchema = list(bucket, 'a list of buckets, each with purpose').superRefine((buckets, context) => {
  for (const [index, { purpose }] of buckets.entries()) {
    if (buckets.findIndex((other) => other.purpose === purpose) === index) continue
    const sentence = `is "${purpose}" a second time; a system has one bucket of each purpose`
    refuse(context, 'duplicate', { allowed: 'a purpose of its own', sentence, path: [index, 'purpose'] })
  }
})
