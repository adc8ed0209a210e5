import { everywhere, results, type CompatibilityRow } from './row.ts'

/** What only a superuser creates; in the schema `special`, which holds the rows before it as well. */
export interface PrivilegedRow extends CompatibilityRow {
  /** In what preflight says to a login that is no superuser. */
  readonly says: string
  readonly sql: string
}

function privileged(
  what: string,
  says: string,
  sql: string,
  ways: CompatibilityRow['results'] = SCHEMA,
): PrivilegedRow {
  return { what, says, sql, results: ways }
}

const OR_REFUSED = 'carried, or refused: `pg.needs-superuser`'
const SCHEMA = results({ schema: OR_REFUSED })
/** With tables that hold rows of it. */
const ROWS = { ...everywhere('carried'), schema: OR_REFUSED }

export const PRIVILEGED: readonly PrivilegedRow[] = [
  privileged(
    'Functions in C, `internal` and other untrusted languages',
    'function special.cosine(double precision)',
    `CREATE FUNCTION special.cosine(float8) RETURNS float8 LANGUAGE internal IMMUTABLE STRICT AS 'dcos'`,
  ),
  privileged(
    '`LEAKPROOF` functions',
    'function special.tight(integer)',
    `CREATE FUNCTION special.tight(int) RETURNS int LANGUAGE sql IMMUTABLE LEAKPROOF AS 'SELECT $1'`,
  ),
  privileged(
    'Functions with a planner `SUPPORT` function',
    'function special.helped(',
    `CREATE FUNCTION special.helped(text, text) RETURNS bool LANGUAGE sql SUPPORT pg_catalog.textlike_support AS 'SELECT true'`,
  ),
  privileged(
    'Aggregates whose state is `internal`',
    'aggregate special.mean(bigint)',
    'CREATE AGGREGATE special.mean(int8) (SFUNC = int8_avg_accum, STYPE = internal, FINALFUNC = numeric_poly_avg)',
  ),
  privileged(
    'Base types, and tables with them',
    'type special.code',
    `CREATE TYPE special.code;
     CREATE FUNCTION special.code_in(cstring) RETURNS special.code LANGUAGE internal IMMUTABLE STRICT AS 'textin';
     CREATE FUNCTION special.code_out(special.code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
     CREATE TYPE special.code (INPUT = special.code_in, OUTPUT = special.code_out, LIKE = text);
     CREATE TABLE special.coded (id int PRIMARY KEY, c special.code, cs special.code[]);
     INSERT INTO special.coded VALUES (1, 'c"', '{"\\"",NULL}'), (2, '', '{}'), (3, NULL, NULL)`,
    ROWS,
  ),
  privileged('Shell types', 'type special.hollow', 'CREATE TYPE special.hollow'),
  privileged(
    'Ranges with a `CANONICAL` function, and tables with them',
    'type special.steps',
    `CREATE TYPE special.steps;
     CREATE FUNCTION special.canonical(special.steps) RETURNS special.steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
     CREATE TYPE special.steps AS RANGE (SUBTYPE = int4, CANONICAL = special.canonical);
     CREATE TABLE special.stepped (id int PRIMARY KEY, s special.steps);
     INSERT INTO special.stepped SELECT i, special.steps(i, i + 3, '(]') FROM generate_series(1, 9) i`,
    ROWS,
  ),
  privileged(
    'Operator classes and families, and indexes of them',
    'operator class special.ints USING btree',
    `CREATE OPERATOR CLASS special.ints FOR TYPE int4 USING btree AS
       OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int4, int4);
     CREATE INDEX coded_ints ON special.coded (id special.ints)`,
  ),
  privileged(
    'Access methods, and tables of them',
    'access method heap2',
    `CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
     CREATE TABLE special.other_heap (id int PRIMARY KEY, note text) USING heap2;
     INSERT INTO special.other_heap SELECT i, 'n' || i FROM generate_series(1, 9) i`,
    ROWS,
  ),
  privileged(
    'Procedural languages, and functions in them',
    'language talk',
    `CREATE FUNCTION special.talk() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
     CREATE TRUSTED LANGUAGE talk HANDLER special.talk;
     CREATE FUNCTION special.said() RETURNS int LANGUAGE talk AS 'begin return 1; end'`,
  ),
  privileged(
    'Casts without a function, or between types of the server or of extensions',
    'cast (pg_catalog.text AS integer)',
    'CREATE CAST (text AS int) WITH INOUT; CREATE CAST (special.code AS text) WITHOUT FUNCTION',
  ),
  privileged(
    'Text search parsers and templates',
    'text search parser special.parse',
    `CREATE TEXT SEARCH PARSER special.parse (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
     CREATE TEXT SEARCH TEMPLATE special.template (LEXIZE = dsimple_lexize, INIT = dsimple_init);
     CREATE TEXT SEARCH DICTIONARY special.words (TEMPLATE = special.template);
     CREATE TEXT SEARCH CONFIGURATION special.search (PARSER = special.parse);
     ALTER TEXT SEARCH CONFIGURATION special.search ADD MAPPING FOR asciiword WITH special.words`,
  ),
  privileged(
    'Foreign data wrappers of no extension, their servers, user mappings with passwords, foreign tables',
    'foreign-data wrapper w',
    `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (a 'b');
     CREATE USER MAPPING FOR shop_owner SERVER s OPTIONS (user 'u', password 'p''"');
     CREATE FOREIGN TABLE special.far (id int) SERVER s OPTIONS (c 'd')`,
  ),
  privileged(
    'Transforms',
    'transform for',
    'CREATE TRANSFORM FOR int LANGUAGE plpgsql (FROM SQL WITH FUNCTION prsd_lextype(internal))',
  ),
  privileged(
    'Event triggers; without a superuser they are left out',
    'event triggers are left out',
    `CREATE FUNCTION special.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
     CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION special.watch();
     ALTER EVENT TRIGGER watch DISABLE; COMMENT ON EVENT TRIGGER watch IS 'watches'`,
    results({ schema: 'carried, or left out, reported as `pg.event-trigger`' }),
  ),
  privileged(
    'Routines that set what only a superuser may',
    'may not create routines that set log_statement',
    `CREATE FUNCTION special.loud() RETURNS int LANGUAGE sql SET log_statement = 'all' AS 'SELECT 1'`,
    results({ schema: 'carried, or refused: `pg.routine-setting`' }),
  ),
  privileged(
    'Rights on objects of the server and of extensions',
    'rights on objects of the server or of extensions are left out',
    `GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO shop_owner`,
    results({ schema: 'carried, or left out, reported as `pg.system-rights`' }),
  ),
]
