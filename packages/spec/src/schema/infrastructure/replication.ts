import type * as z from 'zod'
import { choice, flag, integer, refuse, section, size, text } from '../fields.ts'
import { familiesOf, REPLICATION_VERSIONS, replicationClassExists } from './aws-catalogue.ts'
import { maintenanceWindow } from './database.ts'

const CERTIFICATE = 'the ARN of a certificate in DMS, such as arn:aws:dms:us-east-1:123456789012:cert:…'

/** AWS DMS. What is left out follows from the size of the data and the protection profile. */
export const replicationSchema = section({
  dataSize: size('1GB', '100TB').prefault('100GB').meta({
    description: 'Size of the source database: it sizes the replication instance and its storage.',
  }),
  largestLob: size('1KiB', '1GiB').prefault('64KiB').meta({
    description:
      'Largest value of a large column, as `causeway doctor` measures it. Larger values would be cut, which stops the task.',
  }),
  instanceClass: text('an instance class, such as dms.t3.medium', /^dms\.[\w.]{1,40}$/)
    .optional()
    .meta({
      description: 'Size of the replication instance. Left out, by dataSize and protection.',
    }),
  storage: size('20GB', '6144GB').optional().meta({
    description: 'Room for logs and for changes waiting during the full load. Left out, by dataSize, at least 100GB.',
  }),
  engineVersion: choice(REPLICATION_VERSIONS).prefault('3.5.4').meta({ description: 'Version of AWS DMS.' }),
  multiAz: flag().optional().meta({
    description: 'Whether a standby in another zone takes over. Left out, with the production profile only.',
  }),
  certificate: text(CERTIFICATE, /^arn:aws[a-z-]*:dms:[a-z0-9-]+:\d{12}:cert:[\w-]+$/)
    .optional()
    .meta({
      description:
        'Certificate of the authority that signs both servers, imported into DMS beforehand. With it DMS verifies whom it talks to; left out, it encrypts only.',
    }),
  maintenanceWindow: maintenanceWindow(),
  parallelTables: integer(1, 49).prefault(8).meta({ description: 'Tables loaded at the same time.' }),
  controlSchema: text('the name of a schema', /^[a-z_][a-z0-9_]{0,30}$/)
    .prefault('dms_control')
    .meta({
      description: 'Schema on the target in which DMS keeps its tables of state and exceptions.',
    }),
  validation: flag().prefault(true).meta({
    description: 'Whether a second task compares the rows while changes flow.',
  }),
}).superRefine((replication: { readonly instanceClass?: string | undefined }, context: z.core.$RefinementCtx) => {
  const { instanceClass } = replication
  if (instanceClass === undefined || replicationClassExists(instanceClass)) return
  const allowed = `a class DMS runs on, of the families ${familiesOf('replication')}`
  refuse(context, 'notAChoice', { allowed, path: ['instanceClass'] })
})
