/** Changes that must be carried, in tables of their own. */
export interface ChangeCase {
  /** Of its schema. */
  readonly name: string
  readonly what: string
  /** Tables and first rows, in that schema. */
  readonly tables: string
  /** Transactions; each leaves rows for the next time, on either side. One that begins no transaction is sent alone. */
  readonly changes: readonly string[]
}

/** More rows than are changed one by one: such changes are composed, and applied as sets. */
const MANY = 400

const rows = (count = MANY) => `generate_series(1, ${count}) n`

/** So many in one transaction, each in a subtransaction of its own, a third of them rolled back. */
export const SUBTRANSACTIONS = 3_000

const ROWS: readonly ChangeCase[] = [
  {
    name: 'plain',
    what: 'INSERT, UPDATE, DELETE, INSERT … ON CONFLICT, COPY of many rows',
    tables: `CREATE TABLE t (id bigserial PRIMARY KEY, n int NOT NULL, note text);
      INSERT INTO t (n, note) SELECT n, repeat('x', 100) FROM ${rows()}`,
    changes: [
      `BEGIN; INSERT INTO t (n, note) VALUES (1, NULL), (2, ''), (3, E'tab\\tand \\\\N'); COMMIT`,
      `BEGIN; UPDATE t SET n = n + 1, note = coalesce(note, '') || '.' WHERE id % 2 = 0; DELETE FROM t WHERE id % 7 = 3; COMMIT`,
      `BEGIN; INSERT INTO t (id, n) SELECT id, 0 FROM t WHERE id % 5 = 1 ON CONFLICT (id) DO UPDATE SET n = t.n * 2 % 1000;
        INSERT INTO t (n) SELECT n FROM ${rows()}; DELETE FROM t WHERE note IS NULL AND n > 200; COMMIT`,
    ],
  },
  {
    name: 'keys',
    what: 'changed keys: moved, swapped, taken over from a deleted row, deleted and inserted again',
    tables: `CREATE TABLE t (id int PRIMARY KEY, v text);
      INSERT INTO t SELECT n, repeat('v' || n, 20) FROM ${rows()};
      CREATE TABLE numbers (id numeric PRIMARY KEY, v text); INSERT INTO numbers SELECT n + 0.5, 'v' FROM ${rows(3)}`,
    changes: [
      `BEGIN; UPDATE t SET id = -id; UPDATE t SET id = 1 - id; COMMIT`,
      `BEGIN; DELETE FROM t WHERE id = (SELECT min(id) FROM t);
        UPDATE t SET id = (SELECT min(id) - 1 FROM t) WHERE id = (SELECT max(id) FROM t); COMMIT`,
      `BEGIN; UPDATE t SET id = 0 WHERE id = 5; UPDATE t SET id = 5 WHERE id = 6; UPDATE t SET id = 6 WHERE id = 0; COMMIT`,
      `BEGIN; DELETE FROM t WHERE id = 7; INSERT INTO t VALUES (7, 'again'); UPDATE t SET v = v || '!' WHERE id = 7; COMMIT`,
      `BEGIN; CREATE TEMP TABLE kept ON COMMIT DROP AS TABLE t; DELETE FROM t; INSERT INTO t SELECT id, v || '~' FROM kept; COMMIT`,
      // The same number written in another way is the same key, and another value.
      `BEGIN; UPDATE numbers SET id = id * 1.0; COMMIT`,
    ],
  },
  {
    name: 'noop',
    what: 'updates that change nothing',
    tables: `CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT n, repeat('v', 100) FROM ${rows()};
      CREATE TABLE only_key (a int, b text, PRIMARY KEY (b, a)); INSERT INTO only_key SELECT n, 'b' FROM ${rows()}`,
    changes: [
      `BEGIN; UPDATE t SET v = v; UPDATE t SET id = id; UPDATE only_key SET a = a; COMMIT`,
      `BEGIN; UPDATE only_key SET b = b WHERE a < 5; UPDATE only_key SET a = 1 - a WHERE a <= 1; COMMIT`,
    ],
  },
  {
    name: 'toast',
    what: 'values out of line (TOAST) that an update leaves alone, also when the key changes, and in the key',
    tables: `CREATE TABLE t (id int PRIMARY KEY, n int, a text, b bytea);
      ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
      INSERT INTO t SELECT n, 0, repeat('a' || n, 3000), decode(repeat(md5(n::text), 200), 'hex') FROM ${rows(6)};
      CREATE TABLE many (id int PRIMARY KEY, n int, a text); ALTER TABLE many ALTER a SET STORAGE EXTERNAL;
      INSERT INTO many SELECT n, 0, repeat('x' || n, 700) FROM ${rows(300)};
      CREATE SEQUENCE fresh START 100; CREATE TABLE in_key (id text PRIMARY KEY, n int, a text); ALTER TABLE in_key ALTER id SET STORAGE EXTERNAL, ALTER a SET STORAGE EXTERNAL;
      INSERT INTO in_key SELECT rpad(n::text, 2500, 'k'), 0, repeat('a', 5000) FROM ${rows(5)}`,
    changes: [
      `BEGIN; UPDATE t SET n = n + 1; UPDATE t SET id = id + 1000 WHERE id = (SELECT min(id) FROM t);
        UPDATE t SET b = b || '\\x00' WHERE id % 2 = 0; COMMIT`,
      `BEGIN; UPDATE many SET n = n + 1; UPDATE many SET a = a || 'y' WHERE id % 3 = 0; UPDATE many SET n = n + 1; COMMIT`,
      `BEGIN; UPDATE many SET id = id + 1000; COMMIT`,
      `BEGIN; UPDATE in_key SET n = n + 1; UPDATE in_key SET id = rpad(id, 2500 + n, 'l') WHERE n % 2 = 1;
        DELETE FROM in_key WHERE id = (SELECT max(id) FROM in_key);
        INSERT INTO in_key VALUES (rpad(nextval('fresh')::text, 2500, 'k'), 0, 'new'); COMMIT`,
    ],
  },
  {
    name: 'whole_row',
    what: 'REPLICA IDENTITY FULL: one of two equal rows deleted or updated, NULL, NaN, values out of line',
    tables: `CREATE TABLE t (a int, b numeric, c float8, d text, e json); ALTER TABLE t REPLICA IDENTITY FULL;
      ALTER TABLE t ALTER d SET STORAGE EXTERNAL;
      INSERT INTO t SELECT n % 3, 1.0, 'NaN', 'd', '{"a": 1}' FROM ${rows(60)};
      INSERT INTO t SELECT n % 3, 1.00, '-0', repeat('d', 4000), NULL FROM ${rows(6)};
      INSERT INTO t SELECT NULL, NULL, NULL, NULL, NULL FROM ${rows(6)};
      CREATE TABLE keyed (id int PRIMARY KEY, d text, n int); ALTER TABLE keyed REPLICA IDENTITY FULL;
      ALTER TABLE keyed ALTER d SET STORAGE EXTERNAL; INSERT INTO keyed SELECT n, repeat('d', 3000), 0 FROM ${rows(200)}`,
    changes: [
      `BEGIN; DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE a = 1 AND d = 'd');
        UPDATE t SET b = b + 1 WHERE ctid = (SELECT max(ctid) FROM t WHERE a = 2 AND d = 'd'); COMMIT`,
      `BEGIN; DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE a IS NULL);
        INSERT INTO t VALUES (NULL, NULL, NULL, NULL, NULL), (1, 1.000, 'NaN', 'd', '{"a":  1}'), (1, 1.0, 'NaN', 'd', '{"a": 1}');
        UPDATE t SET a = a + 1 WHERE length(d) = 4000 AND a = 0; UPDATE t SET a = 0 WHERE length(d) = 4000 AND a = 1; COMMIT`,
      `BEGIN; INSERT INTO t SELECT n, 1, 1, 'many', NULL FROM ${rows()}; DELETE FROM t WHERE d = 'many' AND a > 5; COMMIT`,
      `BEGIN; UPDATE keyed SET n = n + 1; UPDATE keyed SET id = id + 1000 WHERE id % 2 = 1; COMMIT`,
    ],
  },
  {
    name: 'by_index',
    what: 'REPLICA IDENTITY USING INDEX, beside a primary key and without one',
    tables: `CREATE TABLE t (id int PRIMARY KEY, code text NOT NULL, n int); CREATE UNIQUE INDEX t_code ON t (code);
      ALTER TABLE t REPLICA IDENTITY USING INDEX t_code; INSERT INTO t SELECT n, 'c' || n, 0 FROM ${rows()};
      CREATE TABLE keyless (a int NOT NULL, b text NOT NULL, c text, UNIQUE (b, a));
      ALTER TABLE keyless REPLICA IDENTITY USING INDEX keyless_b_a_key; INSERT INTO keyless SELECT n, 'b', 'c' FROM ${rows()}`,
    changes: [
      `BEGIN; UPDATE t SET n = n + 1; UPDATE t SET id = id + 100000; UPDATE t SET code = code || '.' WHERE id % 2 = 0; COMMIT`,
      `BEGIN; UPDATE t SET id = id + 10000 WHERE code = (SELECT min(code) FROM t); DELETE FROM t WHERE id = (SELECT max(id) FROM t);
        INSERT INTO t SELECT max(id) + 1, 'new ' || max(id), 0 FROM t; COMMIT`,
      `BEGIN; UPDATE keyless SET c = c || '.'; UPDATE keyless SET a = a + 1000 WHERE a % 3 = 0;
        DELETE FROM keyless WHERE a = (SELECT min(a) FROM keyless); COMMIT`,
    ],
  },
]

const CONSTRAINTS: readonly ChangeCase[] = [
  {
    name: 'swaps',
    what: 'unique values swapped (a ↔ b) inside a transaction, few and many, immediate and deferred',
    tables: `CREATE TABLE t (id int PRIMARY KEY, code text UNIQUE, place int UNIQUE DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO t SELECT n, 'c' || n, n FROM ${rows()}; CREATE UNIQUE INDEX ON t (upper(code)) WHERE id > 0`,
    changes: [
      `BEGIN; UPDATE t SET code = 'free' WHERE id = 1; UPDATE t SET code = (SELECT 'c' || (3 - right(code, 1)::int)) WHERE id = 2;
        UPDATE t SET code = 'c' || (3 - (SELECT right(code, 1)::int FROM t WHERE id = 2)) WHERE id = 1; COMMIT`,
      // Composed, every row gets the value of another one at once; one by one each value is free when it is taken.
      `BEGIN; UPDATE t SET code = 'free' || code WHERE id > 2;
        UPDATE t SET code = 'c' || (${MANY} + 3 - replace(code, 'freec', '')::int) WHERE id > 2; COMMIT`,
      `BEGIN; UPDATE t SET place = ${MANY} + 1 - place; COMMIT`,
      `BEGIN; UPDATE t SET place = CASE id WHEN 1 THEN (SELECT place FROM t WHERE id = 2) ELSE (SELECT place FROM t WHERE id = 1) END
        WHERE id IN (1, 2); COMMIT`,
    ],
  },
  {
    name: 'exclusion',
    what: 'ranges under an exclusion constraint swapped, few and many, immediate and deferred',
    tables: `CREATE TABLE t (id int PRIMARY KEY, during int4range, later int4range,
        EXCLUDE USING gist (during WITH &&), EXCLUDE USING gist (later WITH &&) DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO t SELECT n, int4range(n * 10, n * 10 + 5), int4range(n * 10, n * 10 + 5) FROM ${rows(300)}`,
    changes: [
      `BEGIN; CREATE TEMP TABLE was ON COMMIT DROP AS TABLE t; UPDATE t SET during = NULL WHERE id < 3;
        UPDATE t SET during = was.during FROM was WHERE t.id < 3 AND was.id = 3 - t.id; COMMIT`,
      `BEGIN; CREATE TEMP TABLE was ON COMMIT DROP AS TABLE t; UPDATE t SET during = NULL;
        UPDATE t SET during = was.during FROM was WHERE was.id = 301 - t.id; COMMIT`,
      `BEGIN; UPDATE t SET later = o.later FROM t o WHERE o.id = 301 - t.id; COMMIT`,
    ],
  },
  {
    name: 'circle',
    what: 'foreign keys in a circle, to the same table, deferred, with ON DELETE and ON UPDATE actions',
    tables: `CREATE TABLE hens (id int PRIMARY KEY, egg int NOT NULL);
      CREATE TABLE eggs (id int PRIMARY KEY, hen int NOT NULL REFERENCES hens ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED);
      ALTER TABLE hens ADD FOREIGN KEY (egg) REFERENCES eggs ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
      CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree ON DELETE SET NULL ON UPDATE CASCADE, pad text);
      BEGIN; INSERT INTO hens SELECT n, n FROM ${rows()}; INSERT INTO eggs SELECT n, n FROM ${rows()}; COMMIT;
      INSERT INTO tree SELECT n, nullif(n / 2, 0), repeat('t', 100) FROM ${rows(300)}`,
    changes: [
      `BEGIN; INSERT INTO eggs SELECT max(id) + 1, max(id) + 1 FROM eggs; INSERT INTO hens SELECT max(id), max(id) FROM eggs; COMMIT`,
      `BEGIN; UPDATE eggs SET id = id + 1000 WHERE id % 2 = 0; UPDATE hens SET id = id + 1000 WHERE id % 2 = 0;
        UPDATE eggs SET hen = (SELECT min(id) FROM hens) WHERE id = (SELECT min(id) FROM eggs); COMMIT`,
      `BEGIN; UPDATE tree SET id = (SELECT max(id) + 1 FROM tree) WHERE id = (SELECT min(id) FROM tree WHERE parent IS NULL);
        DELETE FROM tree WHERE id = (SELECT min(id) FROM tree); INSERT INTO tree SELECT max(id) + 1, max(id) + 1 FROM tree; COMMIT`,
    ],
  },
  {
    name: 'triggers',
    what: 'rows that triggers and rules of the source write beside a change',
    tables: `CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT n, repeat('v', 100) FROM ${rows(200)};
      CREATE TABLE audit (id bigserial PRIMARY KEY, what text, row_id int);
      CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO triggers.audit (what, row_id) VALUES (TG_OP, coalesce(NEW.id, OLD.id)); RETURN NULL; END $$;
      CREATE TRIGGER watched AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION watch();
      CREATE RULE kept AS ON DELETE TO t WHERE old.id = 1 DO INSTEAD UPDATE triggers.t SET v = 'kept' WHERE id = 1`,
    changes: [
      `BEGIN; UPDATE t SET v = left(v || '.', 200); DELETE FROM t WHERE id = (SELECT max(id) FROM t);
        INSERT INTO t SELECT max(id) + 2, 'new' FROM t; DELETE FROM t WHERE id = 1; COMMIT`,
    ],
  },
]

const TRANSACTIONS: readonly ChangeCase[] = [
  {
    name: 'savepoints',
    what: 'savepoints: released, rolled back, one in another',
    tables: `CREATE TABLE t (id serial PRIMARY KEY, v text); INSERT INTO t (v) SELECT repeat('v', 100) FROM ${rows()}`,
    changes: [
      `BEGIN; INSERT INTO t (v) VALUES ('before'); SAVEPOINT a; DELETE FROM t; SAVEPOINT b; INSERT INTO t (v) VALUES ('lost');
        RELEASE b; ROLLBACK TO a; UPDATE t SET v = v || '~' WHERE id % 2 = 0; SAVEPOINT c; UPDATE t SET id = -id WHERE id = 4;
        SAVEPOINT d; UPDATE t SET v = 'lost'; ROLLBACK TO d; RELEASE c; UPDATE t SET id = -id WHERE id = -4;
        INSERT INTO t (v) VALUES ('after'); COMMIT`,
      `BEGIN; SAVEPOINT a; UPDATE t SET v = 'lost'; ROLLBACK TO a; COMMIT`,
      `BEGIN; UPDATE t SET v = 'lost'; SAVEPOINT a; DELETE FROM t; ROLLBACK`,
    ],
  },
  {
    name: 'subtransactions',
    what: 'a transaction of thousands of statements, each in a subtransaction, some of them rolled back',
    tables: `CREATE TABLE t (id serial PRIMARY KEY, n int, v text); INSERT INTO t (n, v) SELECT n, repeat('v', 100) FROM ${rows()}`,
    changes: [
      `DO $$ BEGIN FOR i IN 1 .. ${SUBTRANSACTIONS} LOOP BEGIN
        IF i % 3 = 0 THEN UPDATE t SET n = n + 1 WHERE id = i % 400 + 1; ELSE INSERT INTO t (n, v) VALUES (i, 'sub'); END IF;
        IF i % 3 = 1 THEN RAISE EXCEPTION 'no'; END IF;
        EXCEPTION WHEN raise_exception THEN NULL; END; END LOOP; END $$`,
      `BEGIN; DELETE FROM t WHERE id > 600 AND id % 2 = 0; COMMIT`,
    ],
  },
  {
    name: 'sequences',
    what: 'sequences used during the stream, also by transactions that are rolled back',
    tables: `CREATE SEQUENCE free; CREATE SEQUENCE down INCREMENT -3 MINVALUE -1000000;
      CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial, v text);
      INSERT INTO t (v) SELECT repeat('v', 100) FROM ${rows(300)}`,
    changes: [
      `BEGIN; INSERT INTO t (v) VALUES ('x'), ('y'); SELECT nextval('free'), nextval('down'); COMMIT`,
      `BEGIN; INSERT INTO t (v) SELECT 'lost' FROM ${rows(50)}; SELECT nextval('free'), nextval('down') FROM ${rows(50)}; ROLLBACK`,
    ],
  },
  {
    name: 'messages',
    what: 'logical messages of the application, in a transaction and outside of it, with any prefix',
    tables: `CREATE TABLE t (id serial PRIMARY KEY, v text); INSERT INTO t (v) SELECT repeat('v', 100) FROM ${rows(300)}`,
    changes: [
      `BEGIN; SELECT pg_logical_emit_message(true, 'causeway', 'marker'); INSERT INTO t (v) VALUES ('x');
        SELECT pg_logical_emit_message(true, 'causeway.progress', repeat('y', 20000)); COMMIT`,
      `BEGIN; SELECT pg_logical_emit_message(false, 'causeway.marker', 'z'), pg_logical_emit_message(true, '', ''); COMMIT`,
    ],
  },
]

const PARTITIONS: readonly ChangeCase[] = [
  {
    name: 'parts',
    what: 'rows that move between partitions, few and many, with foreign keys to them',
    tables: `CREATE TABLE t (id int, day date, v text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
      CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2025-01-01');
      CREATE TABLE t_new PARTITION OF t FOR VALUES FROM ('2025-01-01') TO (MAXVALUE) PARTITION BY HASH (id);
      CREATE TABLE t_new_0 PARTITION OF t_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE t_new_1 (v text, day date NOT NULL, id int NOT NULL);
      ALTER TABLE t_new ATTACH PARTITION t_new_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      INSERT INTO t SELECT n, date '2024-01-01' + n * 2, repeat('v', 200) FROM ${rows()};
      CREATE TABLE refers (id serial PRIMARY KEY, t int, day date, FOREIGN KEY (t, day) REFERENCES t ON UPDATE CASCADE);
      INSERT INTO refers (t, day) SELECT id, day FROM t WHERE id % 10 = 0`,
    changes: [
      `BEGIN; UPDATE t SET day = CASE WHEN day < '2025-01-01' THEN day + 3000 ELSE day - 3000 END WHERE id % 10 = 1; COMMIT`,
      `BEGIN; UPDATE t SET day = CASE WHEN day < '2025-01-01' THEN day + 4000 ELSE day - 4000 END WHERE id % 10 > 1; COMMIT`,
      `BEGIN; UPDATE t SET id = id + 1 WHERE id = (SELECT max(id) FROM t WHERE id % 10 = 9); UPDATE t SET v = v || '.' WHERE id % 7 = 0;
        DELETE FROM t WHERE id = (SELECT min(id) FROM t WHERE id % 10 <> 0); INSERT INTO t SELECT max(id) + 1, max(day), 'new' FROM t; COMMIT`,
    ],
  },
]

/** Small: they are copied after all others, so that only these few need another snapshot when they are rewritten. */
const REWRITES: readonly ChangeCase[] = [
  {
    name: 'truncated',
    what: 'TRUNCATE: alone, CASCADE, RESTART IDENTITY, of a partition and of all, between other changes',
    tables: `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text); INSERT INTO t (v) VALUES ('a'), ('b');
      CREATE TABLE child (id serial PRIMARY KEY, t int REFERENCES t); INSERT INTO child (t) VALUES (1), (2);
      CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (0) TO (1000);
      CREATE TABLE p_2 PARTITION OF p FOR VALUES FROM (1000) TO (2000); INSERT INTO p VALUES (1), (1001)`,
    changes: [
      `BEGIN; INSERT INTO t (v) SELECT 'before' FROM ${rows()}; TRUNCATE t RESTART IDENTITY CASCADE;
        INSERT INTO t (v) SELECT 'after' FROM ${rows(3)}; INSERT INTO child (t) VALUES (3); COMMIT`,
      `BEGIN; TRUNCATE child; INSERT INTO child (t) SELECT 1 FROM ${rows()}; UPDATE child SET t = 2 WHERE id % 2 = 0; COMMIT`,
      `BEGIN; INSERT INTO p SELECT n + 1100 FROM ${rows()} ON CONFLICT DO NOTHING; TRUNCATE p_1; INSERT INTO p VALUES (7); COMMIT`,
      `BEGIN; TRUNCATE p; INSERT INTO p SELECT n + 800 FROM ${rows()}; SAVEPOINT a; TRUNCATE p; ROLLBACK TO a; COMMIT`,
      `TRUNCATE ONLY child RESTART IDENTITY; INSERT INTO child (t) VALUES (1)`,
    ],
  },
  {
    name: 'rewritten',
    what: 'VACUUM FULL, CLUSTER and REINDEX between changes',
    tables: `CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT n, 'v' FROM ${rows(20)};
      CREATE TABLE clustered (id int PRIMARY KEY, v text); INSERT INTO clustered SELECT n, 'v' FROM ${rows(20)};
      CREATE TABLE reindexed (id int PRIMARY KEY, v text UNIQUE); INSERT INTO reindexed SELECT n, 'v' || n FROM ${rows(20)}`,
    changes: [
      `BEGIN; UPDATE t SET v = v || '.' WHERE id % 2 = 0; DELETE FROM t WHERE id = (SELECT max(id) FROM t);
        UPDATE clustered SET v = v || '.' WHERE id % 2 = 0; UPDATE reindexed SET v = v || '.' WHERE id % 2 = 0; COMMIT`,
      'VACUUM FULL t',
      'CLUSTER clustered USING clustered_pkey',
      'REINDEX TABLE reindexed',
      `BEGIN; UPDATE t SET v = v || '~'; UPDATE clustered SET id = -id; UPDATE reindexed SET id = -id; COMMIT`,
    ],
  },
]

/** Every one is made while tables are copied, while the stream catches up, and on the target before going back. */
export const CHANGE_CASES: readonly ChangeCase[] = [
  ...ROWS,
  ...CONSTRAINTS,
  ...TRANSACTIONS,
  ...PARTITIONS,
  ...REWRITES,
]
