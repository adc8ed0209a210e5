import * as z from 'zod'
import { choice, flag, fraction, integer, list, refuse, section, size, text, wholeDays } from '../fields.ts'
import {
  CATALOGUE_AS_OF,
  databaseClassExists,
  DEFAULT_ENGINE_VERSION,
  engineVersionExists,
  familiesOf,
  newestVersions,
  TARGET_ENGINES,
} from './aws-catalogue.ts'

const BACKUP_WINDOW = 'a time span in UTC, such as 03:00-04:00'
const MAINTENANCE_WINDOW = 'a time span of a week in UTC, such as mon:04:00-mon:05:00'
const TIME = '([01]\\d|2[0-3]):[0-5]\\d'
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const DAY = `(${DAYS.join('|')})`

export const maintenanceWindow = () =>
  text(MAINTENANCE_WINDOW, new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`))
    .prefault('mon:04:00-mon:05:00')
    .meta({
      description: 'When AWS may maintain it, UTC.',
    })

const parameterValue = z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' })

const declared = section({
  engine: choice(TARGET_ENGINES).meta({ description: 'What the target runs on.' }),
  engineVersion: text('a version as AWS names it', /^[\w.]{1,40}$/)
    .optional()
    .meta({
      description:
        'Version as AWS names it, such as 8.0.mysql_aurora.3.04.0 or 14.22. RDS takes a major version alone and chooses the minor one. Left out, one that is known to work.',
    }),
  instanceClass: text('an instance class, such as db.r6g.large', /^db\.[\w.]{1,40}$/)
    .prefault('db.r6g.large')
    .meta({
      description: 'Size of every instance; db.serverless with `serverless`.',
    }),
  instances: integer(1, 16).optional().meta({
    description: 'Aurora: the writer and its readers. Left out, 3; RDS has 1.',
  }),
  standby: flag().optional().meta({
    description:
      'RDS: whether a standby in another zone takes over. Left out, with the production profile only. With Aurora a reader does.',
  }),
  storage: section({
    size: size('20GB', '64TB').prefault('100GB').meta({ description: 'Storage of the instance.' }),
    type: choice(['gp2', 'gp3']).prefault('gp3').meta({ description: 'Kind of storage.' }),
  })
    .optional()
    .meta({ description: 'RDS only; the storage of Aurora grows by itself. Left out, 100GB of gp3.' }),
  serverless: section({
    min: fraction(0, 256).prefault(0.5).meta({ description: 'Least capacity, in steps of a half.' }),
    max: fraction(1, 256).prefault(16).meta({ description: 'Most capacity, in steps of a half.' }),
  })
    .optional()
    .meta({ description: 'Aurora capacity units between which instances of class db.serverless scale.' }),
  adminUser: text('1 to 16 letters and digits, starting with a letter', /^[A-Za-z][A-Za-z0-9_]{0,15}$/)
    .prefault('dbadmin')
    .meta({ description: 'Login that owns the database.' }),
  parameters: z
    .record(z.string().regex(/^[a-z][a-z0-9_.]{1,60}$/, { error: 'the name of a parameter' }), parameterValue, {
      error: 'a section with a value for each parameter',
    })
    .prefault({})
    .meta({
      description:
        'Settings of the server that must match the source, by name. They come on top of what replication needs, and win over it.',
    }),
  backupRetention: wholeDays('1d', '35d').prefault('7d').meta({ description: 'How long automatic backups are kept.' }),
  backupWindow: text(BACKUP_WINDOW, new RegExp(`^${TIME}-${TIME}$`))
    .prefault('03:00-04:00')
    .meta({
      description: 'When the daily backup is taken, UTC; at least half an hour, and not in the maintenance window.',
    }),
  maintenanceWindow: maintenanceWindow(),
  logExports: list(text('the name of a log', /^[a-z-]{1,20}$/), 'a list of logs')
    .optional()
    .meta({ description: 'Logs sent to CloudWatch. Left out, all that the engine has.' }),
  performanceInsights: choice(['none', '7d', '731d']).prefault('7d').meta({
    description: 'How long Performance Insights keeps what it measures; 7d is free of charge.',
  }),
  iamAuthentication: flag().prefault(false).meta({ description: 'Whether logins with IAM tokens are possible.' }),
})

type Declared = z.output<typeof declared>

/** Which logs each engine can send; Aurora PostgreSQL has one only. */
export const LOGS = {
  'aurora-mysql': ['audit', 'error', 'general', 'slowquery'],
  'aurora-postgresql': ['postgresql'],
  'rds-postgresql': ['postgresql', 'upgrade'],
} as const

/** The database made in AWS; of two, where the source is made as well. */
export const targetDatabaseSchema = declared.superRefine(checkDatabase).transform((database) => ({
  ...database,
  engineVersion: database.engineVersion ?? DEFAULT_ENGINE_VERSION[database.engine],
  instances: database.instances ?? (database.engine === 'rds-postgresql' ? 1 : 3),
  logExports: database.logExports ?? LOGS[database.engine],
  storage:
    database.engine === 'rds-postgresql' ? (database.storage ?? { size: 100_000_000_000, type: 'gp3' as const }) : null,
  serverless: database.serverless ?? null,
}))

function checkDatabase(database: Declared, context: z.core.$RefinementCtx): void {
  const { engine, engineVersion, instanceClass, logExports = [] } = database
  if (engineVersion !== undefined && !engineVersionExists(engine, engineVersion)) {
    const allowed = `a version of ${engine}, as of ${CATALOGUE_AS_OF} ${newestVersions(engine).join(', ')} or an earlier one of these`
    refuse(context, 'notAChoice', { allowed, path: ['engineVersion'] })
  }
  if (!databaseClassExists(engine, instanceClass)) {
    const allowed = `a class ${engine} runs on, of the families ${familiesOf(engine)}`
    refuse(context, 'notAChoice', { allowed, path: ['instanceClass'] })
  }
  const logs: readonly string[] = LOGS[engine]
  for (const [index, log] of logExports.entries()) {
    if (!logs.includes(log))
      refuse(context, 'notAChoice', { allowed: `one of ${logs.join(', ')}`, path: ['logExports', index] })
  }
  checkWindows(database, context)
  checkKind(database, context)
  checkServerless(database, context)
}

/** What belongs to RDS, and what to Aurora. */
function checkKind({ engine, instances = 1, standby, storage }: Declared, context: z.core.$RefinementCtx): void {
  const contradict = (key: string, allowed: string, sentence: string): void => {
    refuse(context, 'contradiction', { allowed, sentence, path: [key] })
  }
  if (engine === 'rds-postgresql') {
    if (instances !== 1) {
      contradict(
        'instances',
        '1',
        `is ${instances}, but rds-postgresql has one instance; set standby for a second zone`,
      )
    }
    return
  }
  if (standby === true)
    contradict('standby', 'false', `is true, but ${engine} has readers for that; set instances to 2 or more`)
  if (storage !== undefined)
    contradict('storage', 'nothing', `has no effect with ${engine}, whose storage grows by itself; remove it`)
}

function checkServerless({ engine, instanceClass, serverless }: Declared, context: z.core.$RefinementCtx): void {
  if (serverless === undefined) {
    if (instanceClass !== 'db.serverless') return
    const sentence = 'is missing: instances of class db.serverless need their least and most capacity'
    return refuse(context, 'contradiction', { allowed: 'a section with min and max', sentence, path: ['serverless'] })
  }
  if (engine === 'rds-postgresql') {
    const sentence = 'has no effect with rds-postgresql, which does not scale by itself; remove it'
    return refuse(context, 'contradiction', { allowed: 'nothing', sentence, path: ['serverless'] })
  }
  for (const key of ['min', 'max'] as const) {
    if ((serverless[key] * 2) % 1 !== 0)
      refuse(context, 'outOfRange', { allowed: 'a multiple of 0.5', path: ['serverless', key] })
  }
  if (serverless.min <= serverless.max) return
  const sentence = `is ${serverless.min}, more than serverless.max, ${serverless.max}`
  refuse(context, 'contradiction', { allowed: 'at most serverless.max', sentence, path: ['serverless', 'min'] })
}

/** AWS refuses windows that overlap. */
function checkWindows({ backupWindow, maintenanceWindow: window }: Declared, context: z.core.$RefinementCtx): void {
  const [from, to] = backupWindow.split('-').map(minutesOf)
  const [start, end] = window.split('-').map(minuteOfWeek)
  if (from === undefined || to === undefined || start === undefined || end === undefined) return
  const backup = span(from, to, 1440)
  const maintenance = span(start, end, 10_080)
  if (backup < 30)
    refuse(context, 'outOfRange', { allowed: `${BACKUP_WINDOW}, of at least 30 minutes`, path: ['backupWindow'] })
  if (maintenance < 30) {
    refuse(context, 'outOfRange', {
      allowed: `${MAINTENANCE_WINDOW}, of at least 30 minutes`,
      path: ['maintenanceWindow'],
    })
  }
  const daily = DAYS.map((_, day) => day * 1440 + from)
  const overlaps = daily.some((at) => span(at, start, 10_080) < backup || span(start, at, 10_080) < maintenance)
  if (!overlaps) return
  const sentence = `is ${window}, which overlaps backupWindow, ${backupWindow}`
  refuse(context, 'contradiction', { allowed: 'a time outside backupWindow', sentence, path: ['maintenanceWindow'] })
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

function minuteOfWeek(written: string): number {
  return DAYS.indexOf(written.slice(0, 3)) * 1440 + minutesOf(written.slice(4))
}

/** Minutes from one time to the next such other time, on a clock that starts again after `cycle`. */
function span(from: number, to: number, cycle: number): number {
  return (to - from + cycle) % cycle
}
