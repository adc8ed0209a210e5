import { describe, expect, test } from 'vitest'
import { planPostData } from './post-data.ts'
import { indexKey } from './post-data-statement.ts'

const PRE = [
  'CREATE TABLE app.orders (\n    id integer NOT NULL,\n    "PARTITION BY" integer\n)',
  'CREATE TABLE app.events (\n    id integer\n)\nPARTITION BY RANGE (id)',
  'CREATE TABLE app."e 1" (\n    id integer\n)',
  'CREATE MATERIALIZED VIEW app.a AS\n SELECT 1\n  WITH NO DATA',
  'CREATE MATERIALIZED VIEW app.b AS\n SELECT 1\n  WITH NO DATA',
]

const plan = (post: readonly string[], unpopulated: readonly string[] = []) =>
  planPostData(PRE, post, {
    unpopulated: new Set(unpopulated),
    indexBytes: new Map([[indexKey('app', 'large'), 4096]]),
    missingRights: [{ schema: 'a"pp', role: 'own er' }],
  })
const statementsOf = (post: readonly string[]) =>
  plan(post, ['"app"."a"', '"app"."b"']).statements.map(({ hash: _hash, bytes: _bytes, ...statement }) => statement)

describe('planPostData', () => {
  test('knows how large each index is, those of keys too', () => {
    const post = [
      'CREATE INDEX small ON app.orders USING btree (id)',
      'ALTER TABLE ONLY app.orders ADD CONSTRAINT large PRIMARY KEY (id)',
    ]
    const { statements } = plan(post, ['"app"."a"', '"app"."b"'])
    expect(statements.map(({ kind, bytes }) => [kind, bytes])).toEqual([
      ['index', 0],
      ['index', 4096],
      ['primary-key', 0],
    ])
  })

  test('builds keys as an index, then a constraint on it', () => {
    const key = `ALTER TABLE ONLY app.orders
    ADD CONSTRAINT "or"";k" UNIQUE NULLS NOT DISTINCT (id, "a)") INCLUDE (b) WITH (fillfactor='70') DEFERRABLE INITIALLY DEFERRED`
    expect(statementsOf([key])).toEqual([
      {
        sql: `CREATE UNIQUE INDEX "or"";k" ON ONLY "app"."orders" USING btree (id, "a)") INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor='70')`,
        kind: 'index',
        stage: 'table',
        table: '"app"."orders"',
        dependsOn: [],
        optional: false,
      },
      {
        sql: 'ALTER TABLE ONLY "app"."orders" ADD CONSTRAINT "or"";k" UNIQUE USING INDEX "or"";k" DEFERRABLE INITIALLY DEFERRED',
        kind: 'unique',
        stage: 'table',
        table: '"app"."orders"',
        dependsOn: [0],
        optional: false,
      },
    ])
  })

  test('leaves keys of partitioned tables and temporal keys as they are', () => {
    const keys = [
      'ALTER TABLE ONLY app.events\n    ADD CONSTRAINT events_pkey PRIMARY KEY (id)',
      'ALTER TABLE ONLY app.orders\n    ADD CONSTRAINT orders_pkey PRIMARY KEY (id, span WITHOUT OVERLAPS)',
    ]
    expect(statementsOf(keys).map(({ sql, kind }) => [sql, kind])).toEqual(keys.map((sql) => [sql, 'primary-key']))
  })

  test('attaches an index to that of the parent after both, and sets replica identity, clustering and comments after theirs', () => {
    const statements = statementsOf([
      'ALTER TABLE ONLY app.events\n    ADD CONSTRAINT events_pkey PRIMARY KEY (id)',
      'ALTER TABLE ONLY app."e 1"\n    ADD CONSTRAINT "e 1_pkey" PRIMARY KEY (id)',
      'CREATE INDEX i ON ONLY app.events USING btree (id)',
      'CREATE UNIQUE INDEX j ON app."e 1" USING btree (id)',
      'ALTER TABLE app."e 1" CLUSTER ON j',
      'ALTER TABLE ONLY app."e 1" REPLICA IDENTITY USING INDEX "e 1_pkey"',
      "COMMENT ON INDEX app.j IS 'CREATE INDEX'",
      "COMMENT ON CONSTRAINT events_pkey ON app.events IS ''",
      'ALTER INDEX app.i ATTACH PARTITION app.j',
      'ALTER INDEX app.events_pkey ATTACH PARTITION app."e 1_pkey"',
    ])
    expect(statements.map(({ kind, stage, dependsOn }) => [kind, stage, dependsOn])).toEqual([
      ['primary-key', 'table', []],
      ['index', 'table', []],
      ['primary-key', 'table', [1]],
      ['index', 'table', []],
      ['index', 'table', []],
      ['cluster', 'table', [4]],
      ['replica-identity', 'table', [2]],
      ['comment', 'table', [4]],
      ['comment', 'table', [0]],
      ['index-attach', 'table', [3, 4]],
      ['index-attach', 'table', [0, 2]],
    ])
  })

  test('adds foreign keys one after the other without checking, then checks them apart', () => {
    const references = (table: string, name: string, rest: string) =>
      `ALTER TABLE ${table}\n    ADD CONSTRAINT ${name} FOREIGN KEY (a) REFERENCES ${rest}`
    const { statements, leftOut } = plan(
      [
        references('ONLY app.orders', 'f', 'app."e 1"(id) DEFERRABLE'),
        references('ONLY app.orders', 'p', 'app.events(id)'),
        references('app.events', 'g', 'app.orders(id)'),
        references('ONLY app."e 1"', 'h', 'app.orders(id) NOT VALID'),
        references('ONLY app.orders', 'i', 'other.orders(id)'),
        "COMMENT ON CONSTRAINT i ON app.orders IS ''",
      ],
      ['"app"."a"', '"app"."b"'],
    )
    expect(statements.map(({ sql, stage, dependsOn }) => [sql.split('\n    ').join(' '), stage, dependsOn])).toEqual([
      [
        'ALTER TABLE ONLY app.orders ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES app."e 1"(id) DEFERRABLE NOT VALID',
        'constraint',
        [],
      ],
      ['ALTER TABLE "app"."orders" VALIDATE CONSTRAINT "f"', 'constraint', [0]],
      ['ALTER TABLE ONLY app.orders ADD CONSTRAINT p FOREIGN KEY (a) REFERENCES app.events(id)', 'constraint', [0]],
      ['ALTER TABLE app.events ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES app.orders(id)', 'constraint', [2]],
      [
        'ALTER TABLE ONLY app."e 1" ADD CONSTRAINT h FOREIGN KEY (a) REFERENCES app.orders(id) NOT VALID',
        'constraint',
        [3],
      ],
    ])
    expect(leftOut).toEqual(['foreign key "i" of "app"."orders" references "other"."orders", which is not in scope'])
  })

  test('lets an owner create for as long as it is made the owner, where it has lost that right', () => {
    const statement = (role: string) => `ALTER FUNCTION "a""pp".f(a app.t) OWNER TO ${role}`
    expect(statementsOf([statement('app'), statement('"own er"')]).map(({ sql }) => sql)).toEqual([
      statement('app'),
      [
        'GRANT CREATE ON SCHEMA "a""pp" TO "own er"',
        statement('"own er"'),
        'REVOKE CREATE ON SCHEMA "a""pp" FROM "own er"',
      ].join(';\n'),
    ])
  })

  test('an event trigger is one statement with all that is said of it', () => {
    const about = [
      'CREATE EVENT TRIGGER "e t" ON ddl_command_end\n   EXECUTE FUNCTION app.f()',
      'ALTER EVENT TRIGGER "e t" DISABLE',
      'ALTER EVENT TRIGGER "e t" OWNER TO app',
      `COMMENT ON EVENT TRIGGER "e t" IS 'watches'`,
    ]
    const [first, ...others] = statementsOf(['CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION app.f()', ...about])
    expect(first?.sql).toBe('CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION app.f()')
    expect(others).toMatchObject([{ kind: 'event-trigger', optional: true, sql: about.join(';\n'), dependsOn: [] }])
  })

  test('ends with triggers, rules and policies, then refreshes views in order of dependency, then event triggers', () => {
    const statements = statementsOf([
      'CREATE EVENT TRIGGER e ON ddl_command_end\n   EXECUTE FUNCTION app.f()',
      'CREATE MATERIALIZED VIEW app.c AS\n SELECT 1\n  WITH NO DATA',
      'CREATE INDEX c_i ON app.c USING btree (one)',
      'CREATE INDEX a_i ON app.a USING btree (one)',
      'CREATE TRIGGER t BEFORE INSERT OR UPDATE OF x ON app.orders FOR EACH ROW EXECUTE FUNCTION app.f()',
      "COMMENT ON TRIGGER t ON app.orders IS ''",
      'CREATE RULE r AS\n    ON INSERT TO app.orders DO INSTEAD NOTHING',
      'CREATE POLICY p ON app.orders',
      'ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE app.orders ENABLE ALWAYS TRIGGER t',
      'ALTER TABLE app.orders\n    ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID',
      'CREATE STATISTICS app.s (ndistinct) ON a, (b + 1) FROM app.orders',
      'ALTER STATISTICS app.s OWNER TO app',
      'ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO viewer',
    ])
    expect(statements.map(({ kind, stage, table, optional }) => [kind, stage, table, optional])).toEqual([
      ['other', 'final', '"app"."c"', false],
      ['index', 'final', '"app"."c"', false],
      ['index', 'table', '"app"."a"', false],
      ['trigger', 'final', '"app"."orders"', false],
      ['other', 'final', null, false],
      ['rule', 'final', '"app"."orders"', false],
      ['policy', 'final', '"app"."orders"', false],
      ['row-security', 'final', '"app"."orders"', false],
      ['trigger', 'final', '"app"."orders"', false],
      ['check', 'table', '"app"."orders"', false],
      ['statistics', 'table', '"app"."orders"', false],
      ['statistics', 'table', null, false],
      ['other', 'final', null, false],
      ['matview-refresh', 'final', null, false],
      ['event-trigger', 'final', null, true],
    ])
    expect(statements.find(({ kind }) => kind === 'matview-refresh')?.sql).toContain(
      'REFRESH MATERIALIZED VIEW "app"."c"',
    )
    expect(plan([]).statements.map(({ sql }) => sql.split('VIEW ')[1])).toEqual(['"app"."a"', '"app"."b"'])
  })
})
