import * as z from 'zod'
import {
  databaseName,
  duration,
  httpUrl,
  integer,
  list,
  refuse,
  secretReference,
  section,
  text,
  userReference,
} from './fields.ts'
import { host, refuseTlsOnSocket, tls } from './server.ts'

const name = text('a short name', /^[\w .-]{1,40}$/).meta({
  description: 'What it is called in messages and in the report.',
})

const timeout = duration('100ms', '5m').prefault('3s').meta({
  description: 'How long one answer may take. It is part of the pause, so keep it well below cutover.pauseBudget.',
})

const http = section({
  kind: z.literal('http').meta({ description: 'The client is told by an HTTP request.' }),
  name,
  url: httpUrl('http://10.0.0.5:3000').meta({ description: 'Where the requests go.' }),
  timeout,
})

const COMMAND = 'the program and its arguments, such as [/usr/local/bin/pause-workers]'

const exec = section({
  kind: z.literal('exec').meta({ description: 'The client is told by running a command on this machine.' }),
  name,
  command: list(z.string({ error: 'a text' }), COMMAND)
    .min(1, { error: COMMAND })
    .meta({ description: 'Program and arguments; no shell is involved.' }),
  timeout,
})

const configFile = text('an absolute path on the machine of PgBouncer', /^\//)

const pgbouncer = section({
  kind: z.literal('pgbouncer').meta({
    description: 'Everybody behind a PgBouncer, which is told over its admin console.',
  }),
  name,
  host: host.meta({ description: 'Where PgBouncer is.' }),
  port: integer(1, 65_535).prefault(6432).meta({ description: 'TCP port of PgBouncer.' }),
  database: databaseName('a database name').meta({
    description: 'The database as `pgbouncer.ini` names it. Others of this PgBouncer are neither held nor led.',
  }),
  user: userReference().meta({ description: 'One of its `admin_users`.' }),
  password: secretReference().optional().meta({ description: 'Its password, by reference.' }),
  tls: tls.meta({ description: 'How the connection is protected. TLS is not used on a Unix socket.' }),
  config: section({
    source: configFile.meta({
      description: 'The configuration file that leads to the source: the one PgBouncer was started with.',
    }),
    target: configFile.meta({ description: 'The one that leads to the target.' }),
  })
    .superRefine(({ source, target }, context) => {
      if (source !== target) return
      const sentence = `is "${target}", which is the source's as well; both sides need a file of their own`
      refuse(context, 'contradiction', { allowed: 'another file than source', sentence, path: ['target'] })
    })
    .meta({ description: 'Two files of the machine of PgBouncer that differ in where the database is.' }),
  timeout,
}).superRefine(refuseTlsOnSocket)

const clientSchema = z.discriminatedUnion('kind', [http, exec, pgbouncer], {
  error: (issue) => (issue.code === 'invalid_union' ? 'one of http, exec, pgbouncer' : 'a section with the key kind'),
})

export const clientsSchema = list(clientSchema, 'a list of clients, each with kind and name').superRefine(
  (clients, context) => {
    for (const [index, { name }] of clients.entries()) {
      if (clients.findIndex((client) => client.name === name) === index) continue
      refuse(context, 'duplicate', {
        allowed: 'a name of its own',
        sentence: `is "${name}" a second time`,
        path: [index, 'name'],
      })
    }
  },
)
