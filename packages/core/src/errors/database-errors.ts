import type { ErrorInfo } from './error-info.ts'

/** What can go wrong with a PostgreSQL server; the same numbers on both sides, `CW-06nn` on the source and `CW-07nn` on the target. */
const DATABASE_ERRORS = {
  '01': {
    title: 'server cannot be reached',
    disposition: 'retry',
    remedy: 'check host and port in the declaration, that the server runs, and that firewalls let this machine through',
  },
  '02': {
    title: 'password refused',
    disposition: 'user',
    remedy: 'check the user and the password the declaration refers to',
  },
  '03': {
    title: 'role may not connect',
    disposition: 'user',
    remedy: 'give the role LOGIN and CONNECT on the database, and a line in pg_hba.conf for this machine',
  },
  '04': { title: 'no such database', disposition: 'user', remedy: 'check the database name in the declaration' },
  '05': {
    title: 'server without TLS',
    disposition: 'user',
    remedy: 'turn `ssl` on at the server, or declare a weaker `tls.mode` with its reason',
  },
  '06': {
    title: 'certificate not trusted',
    disposition: 'user',
    remedy: "point `tls.caFile` at the PEM file of the authority that signed the server's certificate",
  },
  '07': {
    title: 'certificate not valid now',
    disposition: 'user',
    remedy: "renew the server's certificate, or correct the clock of this machine",
  },
  '08': {
    title: 'certificate is for another host',
    disposition: 'user',
    remedy: 'connect by a name the certificate carries, or declare `tls.mode: verify-ca` with its reason',
  },
  '09': {
    title: 'TLS failed',
    disposition: 'user',
    remedy:
      'check `tls` in the declaration: the CA file must be readable PEM, and the server must speak TLS 1.2 or later',
  },
  '10': {
    title: 'privilege missing',
    disposition: 'user',
    remedy: 'run the GRANT statements that `causeway plan` prints for this side',
  },
  '11': {
    title: 'connection lost',
    disposition: 'retry',
    remedy: 'nothing while it is retried; if it persists, check the network and the server log',
  },
  '12': {
    title: 'server is starting or stopping',
    disposition: 'retry',
    remedy: 'nothing while it is retried; if it persists, start the server',
  },
  '13': {
    title: 'too many connections',
    disposition: 'retry',
    remedy: "raise max_connections or the role's connection limit, or declare fewer workers",
  },
  '14': {
    title: 'disk full',
    disposition: 'user',
    remedy: 'free or add disk space on the server, then `causeway run`',
  },
  '15': {
    title: 'server short of resources',
    disposition: 'retry',
    remedy: 'nothing while it is retried; if it persists, declare fewer workers',
  },
  '16': {
    title: 'lock not granted or statement cancelled',
    disposition: 'retry',
    remedy: 'nothing while it is retried; if it persists, look for the session that holds the lock in pg_locks',
  },
  '17': {
    title: 'deadlock or serialization failure',
    disposition: 'retry',
    remedy: 'nothing: the transaction is run again',
  },
  '18': {
    title: 'server is read-only',
    disposition: 'user',
    remedy: 'declare the primary: this server is a standby or refuses writes',
  },
  '19': {
    title: 'statement failed',
    disposition: 'fatal',
    remedy: 'read the SQLSTATE and the server log; when nothing on the server explains it, report it as a defect',
  },
  '20': {
    title: 'control schema unusable',
    disposition: 'user',
    remedy: 'finish or clean up the migration with the version of Causeway that began it',
  },
  '21': {
    title: 'migration not prepared',
    disposition: 'user',
    remedy: 'the control row is gone: run `causeway run`, which prepares this side again',
  },
  '22': {
    title: 'hand-over not possible now',
    disposition: 'fatal',
    remedy: '`causeway run` resumes the hand-over that is open',
  },
  '23': {
    title: 'role may not act as a replica',
    disposition: 'user',
    remedy: 'run the statement that `causeway plan` prints for session_replication_role',
  },
  '24': {
    title: 'a connection pooler is in between',
    disposition: 'user',
    remedy:
      'declare host and port of the server itself; applications may stay behind the pooler (docs/concepts/operations.md)',
  },
} as const satisfies Record<string, ErrorInfo>

export type DatabaseErrorNumber = keyof typeof DATABASE_ERRORS

/** The part of the registry for one side. */
type DatabaseErrors<Prefix extends string> = {
  readonly [Number in DatabaseErrorNumber as `${Prefix}${Number}`]: ErrorInfo
}

export function databaseErrors<Prefix extends 'CW-06' | 'CW-07'>(prefix: Prefix): DatabaseErrors<Prefix> {
  const side = prefix === 'CW-06' ? 'source' : 'target'
  const entries = Object.entries(DATABASE_ERRORS).map(([number, info]) => [
    `${prefix}${number}`,
    { ...info, title: `${side}: ${info.title}` },
  ])
  return Object.fromEntries(entries) as DatabaseErrors<Prefix>
}
