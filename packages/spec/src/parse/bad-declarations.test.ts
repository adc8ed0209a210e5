import { describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '../problem.ts'
import { parse } from './parse.ts'

const SOUND = `name: inventory
source:
  engine: postgres
  version: 14
  host: old-db
  database: app
  user: mover
  password: env:SOURCE_PASSWORD
target:
  engine: postgres
  version: 16
  host: new-db
  database: app
  user: env:TARGET_USER
  password: file:target-password
`

interface Bad {
  readonly what: string
  readonly code: string
  /** Replaces `from` in the sound declaration, or is added at its end; `¶` marks the place of the problem. */
  readonly from?: string
  readonly to: string
  readonly says: string
}

const DATABASE_KEYS = 'engine, version, host, port, database, user, password, tls, applications'
const REFERENCES = 'env:NAME, file:PATH, aws-sm:ID#KEY or aws-ssm:NAME'
const STEPS = 'traffic.steps'

const BAD: readonly Bad[] = [
  {
    what: 'text that is not YAML',
    code: 'CW-0201',
    to: 'gates:\n  lagToShift: "10s\n¶',
    says: 'the declaration is not valid YAML: a character is missing, such as the ":" after a key, a "," or a closing quote or bracket',
  },
  {
    what: 'a tab',
    code: 'CW-0201',
    to: 'hold:\n¶\tduration: 1h\n',
    says: 'the declaration is not valid YAML: a tab is used for indentation; use spaces',
  },
  {
    what: 'a key written twice',
    code: 'CW-0202',
    from: '  host: new-db\n',
    to: '  host: new-db\n  ¶host: newer-db\n',
    says: 'target.host is written twice; the first is on line 12: keep one',
  },
  {
    what: 'two clients with one name',
    code: 'CW-0202',
    to: 'clients:\n  - { kind: exec, name: shop, command: [a] }\n  - { kind: exec, name: ¶shop, command: [b] }\n',
    says: 'clients[1].name is "shop" a second time',
  },
  {
    what: 'a key nearly right',
    code: 'CW-0203',
    from: '  host: old-db',
    to: '  ¶hots: old-db\n  host: old-db',
    says: `source.hots is not a known key; did you mean host? allowed here: ${DATABASE_KEYS}`,
  },
  {
    what: 'a key that is not there at all',
    code: 'CW-0203',
    to: 'hold:\n  ¶colour: red\n',
    says: 'hold.colour is not a known key; allowed here: duration',
  },
  {
    what: 'a setting missing',
    code: 'CW-0204',
    from: 'source:\n  engine: postgres\n  version: 14\n  host: old-db\n',
    to: '¶source:\n  engine: postgres\n  version: 14\n',
    says: 'source.host is missing; it must be a host name, an IP address, or the directory of a Unix socket',
  },
  {
    what: 'text in place of a number',
    code: 'CW-0205',
    from: 'version: 16',
    to: 'version: ¶"16"',
    says: 'target.version must be a whole number from 1 to 99, but is the text "16"',
  },
  {
    what: 'a number in place of a duration',
    code: 'CW-0205',
    to: 'cutover: { pauseBudget: ¶10 }\n',
    says: 'cutover.pauseBudget must be a duration such as 500ms, 10s or 1h30m, from 500ms to 5m, but is the number 10',
  },
  {
    what: 'a text in place of a section',
    code: 'CW-0205',
    to: 'hold: ¶72h\n',
    says: 'hold must be a section with the key duration, but is the text "72h"',
  },
  {
    what: 'a section with nothing in it',
    code: 'CW-0205',
    to: '¶hold:\n',
    says: 'hold must be a section with the key duration, but is empty',
  },
  {
    what: 'a text in place of a list',
    code: 'CW-0205',
    to: 'scope:\n  insertOnly: ¶audit.log\n',
    says: 'scope.insertOnly must be a list, each schema.table; * stands for any characters, but is the text "audit.log"',
  },
  {
    what: 'a name with capitals',
    code: 'CW-0206',
    from: 'name: inventory',
    to: 'name: ¶Inventory DB',
    says: 'name must be 3 to 40 lower-case letters, digits and -, starting and ending with a letter or digit, but is "Inventory DB"',
  },
  {
    what: 'a duration with a space',
    code: 'CW-0206',
    to: 'gates: { lagToShift: ¶10 sec }\n',
    says: 'gates.lagToShift must be a duration such as 500ms, 10s or 1h30m, from 1ms to 1h, but is "10 sec"',
  },
  {
    what: 'a size without a unit',
    code: 'CW-0206',
    to: 'fullLoad: { chunkSize: ¶"500" }\n',
    says: 'fullLoad.chunkSize must be a size such as 500GB or 64MiB, from 1MiB to 16TiB, but is "500"',
  },
  {
    what: 'a URL with its password in place of a host',
    code: 'CW-0206',
    from: 'host: old-db',
    to: 'host: ¶postgres://app:hunter2@old-db/app',
    says: 'source.host must be a host name, an IP address, or the directory of a Unix socket, but is "***@old-db/app"',
  },
  {
    what: 'a host with its port',
    code: 'CW-0206',
    from: 'host: old-db',
    to: 'host: ¶old-db:5432',
    says: 'source.host must be a host name, an IP address, or the directory of a Unix socket; the port goes into `port`, but is "old-db:5432"',
  },
  {
    what: 'a table without its schema',
    code: 'CW-0206',
    to: 'scope:\n  tables:\n    exclude: [public.log, ¶audit]\n',
    says: 'scope.tables.exclude[1] must be schema.table; * stands for any characters, but is "audit"',
  },
  {
    what: 'a day in place of an instant',
    code: 'CW-0206',
    to: 'cutover: { window: { opensAt: ¶2031-05-04, closesAt: 2031-05-05T00:00:00Z } }\n',
    says: 'cutover.window.opensAt must be a point in time with its offset, such as 2031-05-04T22:00:00Z or 2031-05-05T00:00:00+02:00, but is "2031-05-04"',
  },
  {
    what: 'an environment with a name in capitals',
    code: 'CW-0206',
    to: 'environments:\n  ¶Production: {}\n',
    says: 'environments.Production has a name that is not allowed; it must be an environment name: 1 to 20 lower-case letters, digits and -',
  },
  {
    what: 'a reference with a typing error, which may be a password',
    code: 'CW-0206',
    from: 'password: env:SOURCE_PASSWORD',
    to: 'password: ¶env:hunter2!',
    says: `source.password must be a reference to the secret: ${REFERENCES}; what is written is not shown`,
  },
  {
    what: 'a user that is a reference with a typing error',
    code: 'CW-0206',
    from: 'user: mover',
    to: 'user: ¶evn:SOURCE_USER',
    says: `source.user must be a user name, or a reference to it: ${REFERENCES}; what is written is not shown`,
  },
  {
    what: 'a port out of range',
    code: 'CW-0207',
    from: 'host: old-db',
    to: 'host: old-db\n  port: ¶65536',
    says: 'source.port must be a whole number from 1 to 65535, but is 65536',
  },
  {
    what: 'a server version that is not supported',
    code: 'CW-0207',
    from: 'version: 14',
    to: 'version: ¶12',
    says: 'source.version must be a whole number from 13 to 18, but is 12',
  },
  {
    what: 'a pause that is too short',
    code: 'CW-0207',
    to: 'cutover: { pauseBudget: ¶1ms }\n',
    says: 'cutover.pauseBudget must be a duration such as 500ms, 10s or 1h30m, from 500ms to 5m, but is "1ms"',
  },
  {
    what: 'a name PostgreSQL would cut',
    code: 'CW-0207',
    from: 'database: app\n  user: mover',
    to: `database: ¶${'ä'.repeat(32)}\n  user: mover`,
    says: `source.database must be a database name, at most 63 bytes, but is "${'ä'.repeat(32)}"`,
  },
  {
    what: 'more environments than people keep apart',
    code: 'CW-0207',
    to: `¶environments: { ${Array.from({ length: 51 }, (_, index) => `e${index}: {}`).join(', ')} }\n`,
    says: 'environments must be at most 50 environments, but is a section',
  },
  {
    what: 'name and suffix too long together',
    code: 'CW-0207',
    from: 'name: inventory',
    to: `name: ¶${'x'.repeat(40)}\nsuffix: spring`,
    says: `name is 46 characters long with the suffix "spring"; it must be at most 44 characters, together with the suffix`,
  },
  {
    what: 'an engine that is not supported',
    code: 'CW-0208',
    from: 'engine: postgres\n  version: 16',
    to: 'engine: ¶oracle\n  version: 16',
    says: 'target.engine must be one of postgres, mysql, but is "oracle"',
  },
  {
    what: 'a router that is not known',
    code: 'CW-0208',
    to: 'traffic:\n  router: { kind: ¶alb }\n',
    says: 'traffic.router.kind must be one of none, embedded, but is "alb"',
  },
  {
    what: 'weights that fall',
    code: 'CW-0209',
    to: 'traffic: { steps: ¶[20, 10, 100] }\n',
    says: `${STEPS} is [20, 10, 100]: weights must rise, but 10 comes after 20`,
  },
  {
    what: 'weights that end early',
    code: 'CW-0209',
    to: 'traffic: { steps: ¶[20, 50], approve: [] }\ncutover: { atWeight: 0 }\n',
    says: `${STEPS} is [20, 50]: the last weight must be 100`,
  },
  {
    what: 'no weights',
    code: 'CW-0209',
    to: 'traffic: { steps: ¶[] }\n',
    says: `${STEPS} is []: the last weight must be 100`,
  },
  {
    what: 'a weight above 100',
    code: 'CW-0209',
    to: 'traffic: { steps: ¶[50, 120] }\n',
    says: `${STEPS} is [50, 120]: a weight is from 1 to 100, not 120`,
  },
  {
    what: 'a cut-over at a weight that is no step',
    code: 'CW-0210',
    to: 'cutover: { atWeight: ¶30 }\n',
    says: 'cutover.atWeight must be 0 or one of the traffic steps 20, 50, 100, but is 30',
  },
  {
    what: 'an approval of a weight that is no step',
    code: 'CW-0210',
    to: 'traffic: { approve: [50, ¶60] }\n',
    says: 'traffic.approve[1] must be one of the steps 20, 50, 100, but is 60',
  },
  {
    what: 'clients that stick longer than a step lasts',
    code: 'CW-0210',
    to: 'traffic:\n  router: { kind: embedded, listen: "[::1]:80", blue: "http://b", green: "http://g", stickiness: ¶11m }\n',
    says: 'traffic.router.stickiness is longer than traffic.bakeTime: the measured weight could not follow a step while it is watched',
  },
  {
    what: 'a router between one application and itself',
    code: 'CW-0210',
    to: 'traffic:\n  router: { kind: embedded, listen: "[::1]:80", blue: "http://b", green: ¶"http://b" }\n',
    says: 'traffic.router.green is "http://b", which is blue as well; the router splits between two applications',
  },
  {
    what: 'a window that closes before it opens',
    code: 'CW-0210',
    to: 'cutover: { window: { opensAt: 2031-05-05T00:00:00+02:00, closesAt: ¶2031-05-04T22:00:00Z } }\n',
    says: 'cutover.window.closesAt is 2031-05-04T22:00:00.000Z, which is not after opensAt, 2031-05-04T22:00:00.000Z',
  },
  {
    what: 'a certificate authority that nobody asks',
    code: 'CW-0210',
    from: 'host: old-db',
    to: 'host: old-db\n  tls: { mode: require, reason: a private link, ca: ¶old.pem }',
    says: 'source.tls.ca has no effect with tls.mode "require", which does not look at the certificate; remove one of them',
  },
  {
    what: 'TLS on a Unix socket',
    code: 'CW-0210',
    from: 'host: old-db',
    to: 'host: /run/postgresql\n  tls: { mode: ¶verify-full }',
    says: 'source.tls.mode is "verify-full", but /run/postgresql is a Unix socket, which carries no TLS; remove tls',
  },
  {
    what: 'two environments with one journal',
    code: 'CW-0210',
    to: 'suffix: ¶spring\nenvironments:\n  staging: {}\n  production: {}\n',
    says: 'suffix is the same in the environments staging and production, which would share one journal (.causeway/inventory-spring); give each its own',
  },
  {
    what: 'the same database on both sides',
    code: 'CW-0211',
    from: 'target:\n  engine: postgres\n  version: 16\n  host: new-db',
    to: '¶target:\n  engine: postgres\n  version: 16\n  host: OLD-db',
    says: 'target is the same database as source (old-db:5432/app)',
  },
  {
    what: 'a target older than the source',
    code: 'CW-0212',
    from: 'version: 16',
    to: 'version: ¶13',
    says: "target.version is 13, older than the source's 14; it must be 14 or later",
  },
  {
    what: 'a password written in it',
    code: 'CW-0213',
    from: 'password: env:SOURCE_PASSWORD',
    to: 'password: ¶hunter2',
    says: `source.password must not be written in the declaration; put it into a variable or a file and refer to it by ${REFERENCES}`,
  },
  {
    what: 'a password in a URL',
    code: 'CW-0213',
    to: 'clients: [{ kind: http, name: shop, url: ¶"http://me:hunter2@shop" }]\n',
    says: 'clients[0].url must not hold a user or a password',
  },
  {
    what: 'one file for both sides of PgBouncer',
    code: 'CW-0210',
    to: 'clients: [{ kind: pgbouncer, name: p, host: h, database: d, user: u, config: { source: /a.ini, target: ¶/a.ini } }]\n',
    says: 'clients[0].config.target is "/a.ini", which is the source\'s as well; both sides need a file of their own',
  },
  {
    what: 'TLS to a PgBouncer on a Unix socket',
    code: 'CW-0210',
    to: 'clients: [{ kind: pgbouncer, name: p, host: /run, database: d, user: u, tls: { mode: ¶verify-full }, config: { source: /a, target: /b } }]\n',
    says: 'clients[0].tls.mode is "verify-full", but /run is a Unix socket, which carries no TLS; remove tls',
  },
  {
    what: 'a password of PgBouncer written in it',
    code: 'CW-0213',
    to: 'clients: [{ kind: pgbouncer, name: p, host: h, database: d, user: u, password: ¶hunter2, config: { source: /a, target: /b } }]\n',
    says: `clients[0].password must not be written in the declaration; put it into a variable or a file and refer to it by ${REFERENCES}`,
  },
  {
    what: 'weaker TLS without a reason',
    code: 'CW-0214',
    from: 'host: old-db',
    to: 'host: old-db\n  ¶tls: { mode: require }',
    says: 'source.tls.reason is missing: tls.mode is "require", which is weaker than verify-full and needs a written reason',
  },
  {
    what: 'a reserved section',
    code: 'CW-0215',
    to: '¶files: { from: /srv/images }\n',
    says: 'files is reserved for a later version and not available in this one; remove it',
  },
  {
    what: 'aliases that repeat each other',
    code: 'CW-0217',
    to: 'gates: &gates\n  ¶lagToShift: *gates\n',
    says: 'the declaration is too large: it is nested deeper than 32 levels',
  },
]

/** Where `¶` stands, and the text without it. */
function marked(text: string): { readonly text: string; readonly line: number; readonly column: number } {
  const before = text.slice(0, text.indexOf('¶')).split('\n')
  return { text: text.replace('¶', ''), line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

describe('a bad declaration', () => {
  it('is made from one that is sound', () => {
    expect(parse(SOUND, 'migration.yaml').ok).toBe(true)
  })

  it.each(BAD)('$code: $what', ({ code, from, to, says }) => {
    const written = from === undefined ? SOUND + to : SOUND.replace(from, to)
    expect(written).toContain('¶')
    const { text, line, column } = marked(written)
    const result = parse(text, 'migration.yaml')
    const found = result.ok ? [] : result.problems
    expect(found.map((problem) => [problem.code, problem.line, problem.column, problem.message])).toEqual([
      [code, line, column, says],
    ])
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('is here in every kind that parse can find', () => {
    const { unknownEnvironment, secretNotFound, secretStore, ...parsed } = PROBLEM_CODES
    expect(new Set(BAD.map(({ code }) => code))).toEqual(new Set(Object.values(parsed)))
    expect([unknownEnvironment, secretNotFound, secretStore]).toEqual(['CW-0216', 'CW-0230', 'CW-0231'])
  })
})
