import * as z from 'zod'
import { choice, flag, integer, list, refuse, section, size, text, wholeDays, wholeSeconds } from '../fields.ts'
import { LOG_RETENTION_DAYS } from './aws-catalogue.ts'

const DAY_MS = 86_400_000
const ADDRESS = 'a host and port, such as syslog.example.internal:514'

export const monitoringSchema = section({
  logRetention: wholeDays('1d', '3653d')
    .superRefine((ms, context) => {
      const days: readonly number[] = LOG_RETENTION_DAYS
      if (days.includes(ms / DAY_MS)) return
      const allowed = `a retention CloudWatch knows: ${days.map((count) => `${count}d`).join(', ')}`
      refuse(context, 'notAChoice', { allowed })
    })
    .prefault('30d')
    .meta({ description: 'How long logs are kept in CloudWatch.' }),
  archive: flag()
    .prefault(false)
    .meta({ description: "Whether the application's logs go on to a bucket, by Firehose." }),
  syslog: text(ADDRESS, /^[A-Za-z0-9.-]{1,253}:\d{1,5}$/)
    .superRefine((address, context) => {
      if (Number(address.slice(address.lastIndexOf(':') + 1)) > 65_535)
        refuse(context, 'outOfRange', { allowed: ADDRESS })
    })
    .optional()
    .meta({ description: "Where the application's logs go on to on-premises, by TCP; they go to the bucket as well." }),
  alarms: section({
    lag: wholeSeconds('1s', '1d')
      .prefault('60s')
      .meta({ description: 'Replication lag above which the alarm is raised.' }),
    cpuPercent: integer(1, 100).prefault(80).meta({ description: 'CPU use of the database above which it is raised.' }),
    connections: integer(1, 100_000)
      .prefault(500)
      .meta({ description: 'Connections to the database above which it is raised.' }),
    freeStorage: size('1GB', '64TB')
      .prefault('10GB')
      .meta({ description: 'Free storage of the database below which it is raised.' }),
    failedRequests: integer(1, 1_000_000).prefault(10).meta({
      description: 'Requests a minute that fail at the application, above which it is raised.',
    }),
  })
    .prefault({})
    .meta({ description: 'Thresholds of the alarms.' }),
})

const subscription = section({
  protocol: choice(['email', 'https', 'sqs']).meta({ description: 'How a message is delivered.' }),
  endpoint: text('an e-mail address, an https URL or the ARN of a queue', /^\S{3,250}$/).meta({
    description: 'Where to; an e-mail address is asked to confirm.',
  }),
}).superRefine(({ protocol, endpoint }, context) => {
  const forms = {
    email: [/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an e-mail address'],
    https: [/^https:\/\/[^\s@]+$/, 'an https URL without a user in it'],
    sqs: [/^arn:aws[a-z-]*:sqs:/, 'the ARN of a queue'],
  } as const
  const [form, allowed] = forms[protocol]
  if (!form.test(endpoint)) refuse(context, 'malformed', { allowed, path: ['endpoint'] })
})

export const notificationsSchema = section({
  subscriptions: list(subscription, 'a list of subscriptions, each with protocol and endpoint').prefault([]).meta({
    description: 'Who is told of alarms and of what the migration does.',
  }),
})

const generated = section({
  kind: z.literal('generated').meta({ description: 'AWS makes a password of 32 letters and digits.' }),
})
const input = section({
  kind: z
    .literal('input')
    .meta({ description: 'The password is given when deploying, and is in no file and no state.' }),
})
const existing = section({
  kind: z
    .literal('existing')
    .meta({ description: 'The password is in a secret of Secrets Manager that exists already.' }),
  name: text('the name of a secret', /^[\w/+=.@-]{1,512}$/).meta({ description: 'Name of the secret.' }),
  key: text('a key of the secret', /^[\w.-]{1,100}$/)
    .prefault('password')
    .meta({ description: 'Its key with the password.' }),
})

const password = () =>
  z.discriminatedUnion('kind', [generated, input, existing], {
    error: (issue) =>
      issue.code === 'invalid_union' ? 'one of generated, input, existing' : 'a section with the key kind',
  })

export const secretsSchema = section({
  target: password()
    .prefault({ kind: 'generated' })
    .meta({ description: 'Password of the login that owns the target.' }),
  source: password().prefault({ kind: 'input' }).meta({
    description: 'Password DMS reads the source with. Of a source made here it is `generated`.',
  }),
  sourceUser: text('a user name', /^[\w$.-]{1,63}$/)
    .optional()
    .meta({
      description: 'User DMS reads the source with. Left out, source.user where that is a name, else causeway.',
    }),
  parameters: text('a path that starts with /', /^(\/[\w.-]+){1,10}$/)
    .optional()
    .meta({
      description:
        'Path in Systems Manager under which both logins are kept as SecureString parameters as well. Left out, nowhere.',
    }),
})

const BUCKET = '3 to 63 small letters, digits, - and ., starting and ending with a letter or digit'

const local = section({
  kind: z.literal('local').meta({ description: "Beside the module: for trials, and for one person's use." }),
})
const s3 = section({
  kind: z.literal('s3').meta({ description: 'In a bucket, encrypted, locked by a table: for more than one person.' }),
  bucket: text(BUCKET, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).meta({ description: 'Existing bucket.' }),
  key: text('the name of an object', /^[\w./-]{1,512}$/)
    .prefault('migration/terraform.tfstate')
    .meta({
      description: 'Object the state is kept in.',
    }),
  region: region().optional().meta({ description: 'Region of the bucket. Left out, that of the system.' }),
  lockTable: text('the name of a DynamoDB table', /^[\w.-]{3,255}$/).meta({ description: 'Existing table of locks.' }),
})

export const stateSchema = z.discriminatedUnion('kind', [local, s3], {
  error: (issue) => (issue.code === 'invalid_union' ? 'one of local, s3' : 'a section with the key kind'),
})

export function region() {
  return text('a region of AWS, such as us-east-1', /^[a-z]{2}(-[a-z]+){1,2}-\d$/)
}
