import * as z from 'zod'
import { clientsSchema } from './clients.ts'
import { trafficSchema } from './traffic.ts'
import { cutoverSchema } from './cutover.ts'
import { databaseSchema } from './database.ts'
import { duration, filePath, integer, list, reserved, section, size, text } from './fields.ts'
import { gatesSchema } from './gates.ts'
import { infrastructureSchema } from './infrastructure/infrastructure.ts'

const SCHEMA_PATTERN = 'a schema name; * stands for any characters'
const TABLE_PATTERN = 'schema.table; * stands for any characters'

const schemaPattern = text(SCHEMA_PATTERN, /./)
const tablePattern = text(TABLE_PATTERN, /^[^.].*\../)

const scopeSchema = section({
  schemas: section({
    include: list(schemaPattern, `a list, each ${SCHEMA_PATTERN}`)
      .prefault([])
      .meta({ description: 'Schemas that move. Left empty, all but the system schemas.' }),
    exclude: list(schemaPattern, `a list, each ${SCHEMA_PATTERN}`)
      .prefault([])
      .meta({ description: 'Schemas that stay behind; wins over include.' }),
  })
    .prefault({})
    .meta({ description: 'Which schemas move.' }),
  tables: section({
    include: list(tablePattern, `a list, each ${TABLE_PATTERN}`)
      .prefault([])
      .meta({ description: 'Tables that move. Left empty, all tables of the schemas that move.' }),
    exclude: list(tablePattern, `a list, each ${TABLE_PATTERN}`).prefault([]).meta({
      description: 'Tables that stay behind; wins over include. A table that others refer to cannot be left out.',
    }),
  })
    .prefault({})
    .meta({ description: 'Which tables of these schemas move.' }),
  insertOnly: list(tablePattern, `a list, each ${TABLE_PATTERN}`).prefault([]).meta({
    description:
      'Tables without a primary key or replica identity that only ever grow. Declare a table here only when nothing updates or deletes in it: such a change stops the stream.',
  }),
})

const fullLoadSchema = section({
  workers: integer(1, 64).prefault(4).meta({
    description:
      'Tables, or parts of one, copied at the same time. Each uses a connection on both sides; about the number of cores of the smaller server.',
  }),
  indexWorkers: integer(1, 64).prefault(4).meta({
    description: "Indexes and constraints built at the same time. Each may use the target's maintenance_work_mem.",
  }),
  chunkSize: size('1MiB', '16TiB').prefault('4GiB').meta({
    description:
      'A table larger than this is copied in parts of about this size. Smaller parts lose less when a copy is interrupted; whole tables load faster.',
  }),
})

const replicationSchema = section({
  heartbeat: duration('100ms', '1m').prefault('1s').meta({
    description:
      'How often a heartbeat is written to the source, which measures the lag and lets an idle source drop its log.',
  }),
  batchSize: size('64KiB', '64MiB').prefault('16MiB').meta({
    description:
      'A batch of whole source transactions is applied when it has reached this size. Larger batches apply faster and use more memory.',
  }),
  batchAge: duration('1ms', '10s').prefault('200ms').meta({
    description: 'A batch is applied at this age at the latest. It adds to the lag; lower it for a shorter pause.',
  }),
})

const verificationSchema = section({
  workers: integer(1, 32).prefault(2).meta({
    description:
      'Tables compared at the same time. Each uses a connection, and one core while it hashes, on both sides.',
  }),
  maxAge: duration('1m', '30d').prefault('24h').meta({
    description:
      'Age up to which a verification counts for the gates. Lower it when the target could be changed by others.',
  }),
})

const holdSchema = section({
  duration: duration('0s', '90d').prefault('72h').meta({
    description:
      'How long, after the cut-over, the source is kept current so that a rollback stays possible. It ends with `causeway commit`.',
  }),
})

const ENVIRONMENT_NAME = 'an environment name: 1 to 20 lower-case letters, digits and -'
/** More are refused, and not judged: each is the whole declaration once more. */
export const ENVIRONMENTS_MAX = 50

/** What an environment overrides is judged once it is laid over the base, not here. */
const environmentsSchema = z
  .record(
    z.string().regex(/^[a-z0-9-]{1,20}$/, { error: ENVIRONMENT_NAME }),
    z.looseObject({}, { error: 'a section with the settings that differ from the base' }),
    { error: 'a section with a section for each environment' },
  )
  .refine((environments) => Object.keys(environments).length <= ENVIRONMENTS_MAX, {
    error: `at most ${ENVIRONMENTS_MAX} environments`,
  })
  .meta({
    description:
      'Settings that differ from one environment to another, by environment name. Sections merge with the base key by key; lists and single values replace it. `causeway --environment NAME` chooses one.',
  })

/** The declaration: every key, its limits, default and description. Types, validation, JSON Schema and reference page come from it. */
export const migrationSchema = section({
  name: text(
    '3 to 40 lower-case letters, digits and -, starting and ending with a letter or digit',
    /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/,
  ).meta({
    description: 'What this migration is called, in messages and in everything it creates on the servers.',
  }),
  suffix: text('1 to 20 lower-case letters, digits and _', /^[a-z0-9_]{1,20}$/)
    .optional()
    .meta({
      description:
        'Makes slots, publications and control rows of this migration unique. Left out, the name of the environment. Set it to move the same database a second time.',
    }),
  environments: environmentsSchema.optional(),
  source: databaseSchema.meta({ description: 'The database moved from.' }),
  target: databaseSchema.meta({
    description: 'The database moved to. It must be empty, and not older than the source.',
  }),
  scope: scopeSchema.prefault({}).meta({ description: 'What moves. Left out, everything but the system schemas.' }),
  fullLoad: fullLoadSchema.prefault({}).meta({ description: 'The initial copy.' }),
  replication: replicationSchema.prefault({}).meta({ description: "Following the source's changes." }),
  verification: verificationSchema.prefault({}).meta({ description: 'Comparing both sides.' }),
  traffic: trafficSchema
    .prefault({})
    .meta({ description: 'How requests move from blue to green. It never decides which database accepts writes.' }),
  clients: clientsSchema.prefault([]).meta({
    description:
      'Applications and workers that must stop writing during the cut-over, follow the authority, and go on.',
  }),
  gates: gatesSchema.prefault({}).meta({ description: 'What must hold before the migration goes on.' }),
  cutover: cutoverSchema.prefault({}).meta({ description: 'Handing the writes over from the source to the target.' }),
  hold: holdSchema.prefault({}).meta({ description: 'The time after the cut-over in which a rollback is possible.' }),
  stateDir: filePath('the path of a directory').optional().meta({
    description:
      'Directory of the journal, the control socket and the reports, relative to the declaration. Left out, .causeway/NAME-SUFFIX. Keep it on a local disk.',
  }),
  files: reserved('moving files'),
  infrastructure: infrastructureSchema.optional().meta({
    description: 'The AWS side, as code. Left out, nothing is made. Durations of AWS are whole seconds or whole days.',
  }),
})

/** What a person writes, once an environment is laid over it. */
export type MigrationSpec = z.input<typeof migrationSchema>

/** The same with defaults filled in and texts read, before names and paths are settled by `resolve`. */
export type Settings = z.output<typeof migrationSchema>
