import * as z from 'zod'
import { choice, refuse, section, text } from '../fields.ts'
import { checkInfrastructure } from './checks.ts'
import { computeSchema } from './compute.ts'
import { targetDatabaseSchema } from './database.ts'
import { connectivitySchema, mirrorSchema, networkSchema } from './network.ts'
import { monitoringSchema, notificationsSchema, region, secretsSchema, stateSchema } from './operations.ts'
import { replicationSchema } from './replication.ts'
import { storageSchema } from './storage.ts'
import { dnsSchema, loadBalancerSchema, shiftSchema } from './traffic.ts'

const TAG = '1 to 128 letters, digits, spaces and _.:/=+-@'
const tag = () => text(TAG, /^[\w .:/=+@-]{1,128}$/)

const tagsSchema = section({
  phase: tag().prefault('preparation').meta({ description: 'Tag MigrationPhase.' }),
  costCenter: tag().prefault('migration').meta({ description: 'Tag CostCenter.' }),
  managedBy: tag().prefault('causeway').meta({ description: 'Tag ManagedBy.' }),
  project: tag().optional().meta({ description: 'Tag Project. Left out, the name of the migration.' }),
  more: z
    .record(z.string().regex(/^[\w .:/=+@-]{1,128}$/, { error: TAG }), tag(), {
      error: 'a section with a value for each tag',
    })
    .superRefine((tags, context) => {
      for (const name of Object.keys(tags)) {
        if (!/^aws:/i.test(name)) continue
        refuse(context, 'malformed', {
          allowed: 'a name that does not start with aws:, which AWS keeps for itself',
          path: [name],
        })
      }
    })
    .prefault({})
    .meta({ description: 'Further tags, by name.' }),
})

/** Names of some resource may not start so. */
const RESERVED_STARTS = /^(aws|sg|internal|xn|sthree|amzn)(-|$)/

const LABEL = '1 to 20 small letters, digits and -, starting with a letter and ending with a letter or digit'
const label = () =>
  text(LABEL, /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/).superRefine((written, context) => {
    if (written.includes('--')) refuse(context, 'malformed', { allowed: `${LABEL}, without --` })
    if (RESERVED_STARTS.test(written))
      refuse(context, 'malformed', { allowed: `${LABEL}; aws, sg, internal, xn, sthree and amzn are kept by AWS` })
  })

/** The AWS side. Durations are in milliseconds and sizes in bytes once read. */
export const infrastructureSchema = section({
  region: region().prefault('us-east-1').meta({ description: 'Region of AWS everything is made in.' }),
  protection: choice(['ephemeral', 'production']).prefault('ephemeral').meta({
    description:
      '`ephemeral`: everything can be destroyed without a manual step. `production`: deletion protection, final snapshots, retained data, HTTPS, a firewall, flow logs, backups and an audit trail.',
  }),
  fallback: text('the name of an environment', /^[a-z0-9-]{1,20}$/)
    .optional()
    .meta({
      description: 'Environment whose sizes an unknown Terraform workspace gets. Left out, the first one declared.',
    }),
  naming: section({
    prefix: label().optional().meta({
      description: 'Names are PREFIX-TYPE-SUFFIX. Left out, TYPE-ENVIRONMENT-SUFFIX.',
    }),
    suffix: text('1 to 20 small letters, digits and -', /^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/)
      .optional()
      .meta({
        description: 'Makes names unique. Left out, the suffix of the migration.',
      }),
  })
    .prefault({})
    .meta({ description: 'How things are called.' }),
  tags: tagsSchema
    .prefault({})
    .meta({ description: 'Tags of everything that is made; Environment is the environment.' }),
  state: stateSchema.prefault({ kind: 'local' }).meta({ description: 'Where Terraform keeps its state.' }),
  encryption: choice(['aws', 'customer']).prefault('customer').meta({
    description: 'Keys everything at rest is encrypted with: those AWS keeps, or keys of your own.',
  }),
  network: networkSchema.prefault({}).meta({ description: 'The VPC and its subnets.' }),
  connectivity: connectivitySchema.prefault({ kind: 'none' }).meta({ description: 'The private line to the source.' }),
  mirror: mirrorSchema.optional().meta({
    description: 'Makes the source as well, as a mirror of the target. Left out, the source exists somewhere else.',
  }),
  database: targetDatabaseSchema.meta({ description: 'The database that is made.' }),
  replication: replicationSchema.prefault({}).meta({ description: 'AWS DMS, which keeps the target in step.' }),
  compute: computeSchema.prefault({ kind: 'fargate' }).meta({ description: 'What the application runs on.' }),
  loadBalancer: loadBalancerSchema.prefault({}).meta({ description: 'The load balancer before the application.' }),
  shift: shiftSchema.prefault({}).meta({ description: 'How traffic moves from blue to green.' }),
  dns: dnsSchema.optional().meta({ description: 'Names in Route 53. Left out, none are made.' }),
  storage: storageSchema.prefault([]).meta({ description: 'Buckets for files and transaction logs.' }),
  monitoring: monitoringSchema.prefault({}).meta({ description: 'Logs, alarms and the dashboard.' }),
  notifications: notificationsSchema.optional().meta({ description: 'A topic for alarms and events. Left out, none.' }),
  secrets: secretsSchema.prefault({}).meta({ description: 'Where the passwords of both databases come from.' }),
}).superRefine(checkInfrastructure)

/** With every default filled in; durations in milliseconds, sizes in bytes. */
export type InfrastructureSettings = z.output<typeof infrastructureSchema>
