export interface EnvironmentRow {
  readonly what: string
  readonly result: 'works' | 'refused'
  /** How it is carried, or what is said and done instead. */
  readonly how: string
}

/** Where PostgreSQL may run, and how it may be reached; `what` is in the name of the test that proves it. */
export const ENVIRONMENT_ROWS: readonly EnvironmentRow[] = [
  {
    what: 'applications behind PgBouncer, transaction pooling',
    result: 'works',
    how: 'PAUSE and RESUME on its admin console, and another configuration file; no transaction fails',
  },
  {
    what: 'applications behind PgBouncer, session pooling',
    result: 'refused',
    how: 'PAUSE waits for sessions to end: the cut-over is aborted and clients go on',
  },
  {
    what: 'Causeway itself behind a pooler',
    result: 'refused',
    how: 'CW-0624, CW-0724: declare host and port of the server',
  },
  {
    what: 'a standby as source or target',
    result: 'refused',
    how: 'preflight names its primary; why nothing is read from a standby is in ADR 6',
  },
  {
    what: 'settings of databases and roles (time zone, date and interval style, lc_*, money, search path, read only, …)',
    result: 'works',
    how: 'every session fixes what it depends on',
  },
  { what: 'TLS verify-full with an authority of your own, and SCRAM', result: 'works', how: 'tls.ca names its file' },
  {
    what: 'a certificate of another authority, or for another name',
    result: 'refused',
    how: 'CW-0606, CW-0608 when connecting, and their twins on the target',
  },
  { what: 'IPv6', result: 'works', how: 'host is a name or an address' },
  { what: 'Unix sockets with SCRAM', result: 'works', how: 'host is the directory of the socket' },
  { what: 'Unix sockets with peer authentication', result: 'works', how: 'the same, without a password' },
  {
    what: 'LATIN1, and every encoding the server converts, to UTF8',
    result: 'works',
    how: 'converted; preflight warns that characters the source lacks cannot be carried back',
  },
  { what: 'EUC_JP, and every other encoding, to the same', result: 'works', how: 'text travels as it is stored' },
  { what: 'SQL_ASCII to SQL_ASCII', result: 'works', how: 'text travels as it is stored, whatever the bytes' },
  {
    what: 'SQL_ASCII to UTF8',
    result: 'works',
    how: 'as long as all text is UTF-8; preflight warns, and says how to find text that is not',
  },
  {
    what: 'SQL_ASCII that is not UTF-8, to UTF8',
    result: 'refused',
    how: 'the copy or the stream stops and names the table; nothing is changed to fit',
  },
  {
    what: 'libc and ICU collations that differ, nondeterministic ones too',
    result: 'works',
    how: 'rows are compared by key, for which no order counts; preflight says where orders differ',
  },
]
