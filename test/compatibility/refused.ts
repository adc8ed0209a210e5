import { results, type CompatibilityRow } from './row.ts'

/** Something that stops a migration before it begins. */
export interface RefusedRow extends CompatibilityRow {
  readonly check: string
  readonly side: 'source' | 'target'
  readonly says: string
  /** On the source, as the owner of the database. */
  readonly sql?: string
  readonly sqlAsSuperuser?: string
  /** On the target, as a superuser. */
  readonly sqlOnTarget?: string
}

function refused(what: string, check: string, rest: Omit<RefusedRow, 'what' | 'check' | 'results'>): RefusedRow {
  return { what, check, results: results({ schema: `refused: \`${check}\`` }), ...rest }
}

const FIRES = `CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TABLE public.fires (id int PRIMARY KEY);
  CREATE TRIGGER a AFTER INSERT ON public.fires FOR EACH ROW EXECUTE FUNCTION public.f();
  CREATE TRIGGER r AFTER INSERT ON public.fires FOR EACH ROW EXECUTE FUNCTION public.f();
  ALTER TABLE public.fires ENABLE ALWAYS TRIGGER a, ENABLE REPLICA TRIGGER r`

export const REFUSED: readonly RefusedRow[] = [
  refused('Tables without a key, unless declared insert-only', 'pg.no-key', {
    side: 'source',
    says: '"public"."log" has no primary key and no other replica identity: updates and deletes cannot be followed',
    sql: 'CREATE TABLE public.log (line text)',
  }),
  refused('Tables whose primary key is deferrable', 'pg.deferrable-key', {
    side: 'source',
    says: '"public"."later" has a DEFERRABLE primary key, which cannot be its replica identity',
    sql: 'CREATE TABLE public.later (id int PRIMARY KEY DEFERRABLE)',
  }),
  refused('`REPLICA IDENTITY NOTHING`', 'pg.replica-identity-nothing', {
    side: 'source',
    says: '"public"."silent"',
    sql: 'CREATE TABLE public.silent (id int PRIMARY KEY); ALTER TABLE public.silent REPLICA IDENTITY NOTHING',
  }),
  refused('Unlogged tables, unless excluded', 'pg.unlogged-table', {
    side: 'source',
    says: '"public"."cache" is unlogged: its changes are in no log and cannot be followed',
    sql: 'CREATE UNLOGGED TABLE public.cache (id int PRIMARY KEY)',
  }),
  refused('Triggers that are `ENABLE ALWAYS`', 'pg.trigger-fires-twice', {
    side: 'source',
    says: 'the trigger "a" on "public"."fires" is ENABLE ALWAYS: it would fire for applied changes, too',
    sql: FIRES,
  }),
  refused('Triggers that are `ENABLE REPLICA`', 'pg.trigger-fires-twice', {
    side: 'source',
    says: 'the trigger "r" on "public"."fires" is ENABLE REPLICA: it would fire for applied changes, too',
  }),
  refused('Rules that are `ENABLE ALWAYS` or `ENABLE REPLICA`', 'pg.rule-fires-twice', {
    side: 'source',
    says: 'the rule "w" on "public"."ruled" is ENABLE ALWAYS',
    sql: `CREATE TABLE public.ruled (id int PRIMARY KEY); CREATE RULE w AS ON INSERT TO public.ruled DO ALSO NOTHING;
      ALTER TABLE public.ruled ENABLE ALWAYS RULE w`,
  }),
  refused('Tables, sequences and schemas whose owner has taken rights on them from itself', 'pg.owner-rights', {
    side: 'source',
    says: 'shop_owner, who owns the table "public"."kept", has no TRUNCATE on it',
    sql: 'CREATE TABLE public.kept (id int PRIMARY KEY); REVOKE TRUNCATE ON public.kept FROM shop_owner',
  }),
  refused('Routines that set what only a superuser may, until the right is granted', 'pg.routine-setting', {
    side: 'target',
    says: 'may not create routines that set log_statement: function public.loud()',
    sqlAsSuperuser: `CREATE FUNCTION public.loud() RETURNS int LANGUAGE sql SET log_statement = 'all' AS 'SELECT 1';
      ALTER FUNCTION public.loud() OWNER TO shop_owner`,
  }),
  refused('Roles that own something or are named in its rights, and do not exist on the target', 'pg.role', {
    side: 'target',
    says: 'the role clerk is named in the access rights of public.kept on the source and does not exist on the target',
    sqlAsSuperuser: 'CREATE ROLE clerk; GRANT SELECT ON public.kept TO clerk',
  }),
  refused('Collations made from a locale that the target does not know', 'pg.collation-locale', {
    side: 'target',
    says: 'the target does not know xx_XX.utf8, of which the source has made public.elsewhere',
    // A locale that this machine has nowhere, on a server that was made where there was one.
    sqlAsSuperuser: `CREATE COLLATION public.elsewhere (locale = 'POSIX'); ALTER COLLATION public.elsewhere OWNER TO shop_owner;
      UPDATE pg_collation SET collcollate = 'xx_XX.utf8', collctype = 'xx_XX.utf8' WHERE collname = 'elsewhere'`,
  }),
  refused('Extensions that the target does not have', 'pg.extension-missing', {
    side: 'target',
    says: 'the extension adminpack 2.1 of the source is not available on the target',
    sqlAsSuperuser: 'CREATE EXTENSION adminpack',
  }),
  refused('Extensions that are not trusted, until an administrator has made them', 'pg.extension-privilege', {
    side: 'target',
    says: 'may not create the extension amcheck, which is not a trusted one',
    sqlAsSuperuser: 'CREATE EXTENSION amcheck',
  }),
  refused('Foreign servers whose wrapper the role may not use', 'pg.foreign-data-wrapper', {
    side: 'target',
    says: 'may not create servers of the foreign data wrapper file_fdw',
    sqlAsSuperuser: `CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; ALTER SERVER files OWNER TO shop_owner`,
    sqlOnTarget: 'CREATE EXTENSION file_fdw',
  }),
  refused('Postfix operators, from 13 to 14 and later', 'pg.postfix-operator', {
    side: 'target',
    says: 'PostgreSQL has no postfix operators since 14: public.!!(integer,NONE)',
    sql: 'CREATE OPERATOR public.!! (LEFTARG = int, FUNCTION = int4up)',
  }),
  refused('Aggregates of array functions with `anyarray`, from 13 to 14 and later', 'pg.array-aggregate', {
    side: 'target',
    says: 'array_accum(anyelement)',
    sql: `CREATE AGGREGATE public.array_accum(anyelement) (SFUNC = array_append, STYPE = anyarray, INITCOND = '{}')`,
  }),
  refused('Anything in scope on the target beforehand', 'pg.target-not-empty', {
    side: 'target',
    says: 'the target already holds table public.in_the_way',
    sqlOnTarget: 'CREATE TABLE public.in_the_way (id int PRIMARY KEY)',
  }),
]
