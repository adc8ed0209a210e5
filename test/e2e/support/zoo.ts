import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Major } from '@causeway/harness'
import { openCrossingOn, type Crossing } from './crossing.ts'
import { openServers, OWNER } from './servers.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/zoo')

/** Also on the target before anything is carried: roles belong to the server. */
const ROLES = 'CREATE ROLE zoo_reader; CREATE ROLE "zoo ""writer"""; '

/** The zoo in a database of its own on the source, nobody writing, and a declaration with the role that `plan` describes. */
export async function openZoo(from: Major, to: Major, more = ''): Promise<Crossing> {
  await using opening = new AsyncDisposableStack()
  const servers = opening.use(await openServers({ from, to }))
  for (const server of [servers.source, servers.target]) await server.query('postgres', ROLES)
  const sql = `SET ROLE ${OWNER}; ${await zooOf(from)}; ${more}; RESET ROLE`
  const crossing = opening.use(await openCrossingOn(servers, { writesPerSecond: 0, sql }))
  const resources = opening.move()
  return { ...crossing, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** Files in order of their numbers; `since-14` is for servers of that major and later. */
async function zooOf(major: Major): Promise<string> {
  const files = (await readdir(FOLDER)).filter((file) => /^\d/.test(file)).sort()
  const fit = files.filter((file) => Number(/since-(\d+)/.exec(file)?.[1] ?? 0) <= major)
  const texts = await Promise.all(fit.map(async (file) => await readFile(join(FOLDER, file), 'utf8')))
  return texts.join('\n')
}

/** Ordinary tables with one integer key `id` that no other table is tied to: any row may become any other. */
const SIMPLE_TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name, array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE c.relkind = 'r' AND NOT c.relispartition AND n.nspname !~ '^(pg_|information_schema|causeway|oracle)'
    AND EXISTS (SELECT FROM pg_attribute k JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indkey::text = k.attnum::text
      WHERE k.attrelid = c.oid AND k.attname = 'id' AND k.atttypid IN ('int4'::regtype, 'int8'::regtype))
    AND NOT EXISTS (SELECT FROM pg_constraint o WHERE c.oid IN (o.conrelid, o.confrelid) AND o.contype IN ('f', 'u', 'x'))
    AND NOT EXISTS (SELECT FROM pg_inherits h WHERE c.oid IN (h.inhrelid, h.inhparent))
  GROUP BY n.nspname, c.relname ORDER BY 1`

/** Inserts, updates, deletes, changes of keys, TRUNCATE and savepoints in every simple table, then those of `changes.sql`. */
export async function changeEverything(crossing: Crossing, side: 'source' | 'target'): Promise<void> {
  const server = crossing[side]
  const tables = await server.query<{ name: string; columns: readonly string[] }>(crossing.database, SIMPLE_TABLES)
  const changes = tables.map(({ name, columns }) => changesOf(name, columns))
  const byHand = await readFile(join(FOLDER, 'changes.sql'), 'utf8')
  for (const sql of [...changes, byHand]) await server.query(crossing.database, `SET ROLE ${OWNER}; ${sql}`)
}

/** Each transaction leaves rows for the next, and may run again. */
function changesOf(table: string, columns: readonly string[]): string {
  const all = columns.join(', ')
  const others = columns.filter((column) => column !== 'id')
  const otherValues = others.map((column) => `, ${column}`).join('')
  const rotated = others.map((column) => `${column} = o.${column}`).join(', ')
  const rotate = `UPDATE ${table} t SET ${rotated} FROM ${table} o WHERE o.id = t.id + 1;`
  return `
    BEGIN; INSERT INTO ${table} (id${otherValues}) SELECT id + (SELECT max(id) FROM ${table})${otherValues} FROM ${table}; COMMIT;
    BEGIN; ${others.length === 0 ? '' : rotate} UPDATE ${table} SET id = id; COMMIT;
    BEGIN; DELETE FROM ${table} WHERE id % 3 = 0; UPDATE ${table} SET id = id + 1000 WHERE id % 2 = 1; COMMIT;
    BEGIN; SAVEPOINT one; DELETE FROM ${table}; ROLLBACK TO one;
      SAVEPOINT two; UPDATE ${table} SET id = -id WHERE id = (SELECT max(id) FROM ${table}); UPDATE ${table} SET id = -id WHERE id < 0; RELEASE two; COMMIT;
    BEGIN; CREATE TEMPORARY TABLE kept AS SELECT ${all} FROM ${table}; TRUNCATE ${table};
      INSERT INTO ${table} (${all}) OVERRIDING SYSTEM VALUE SELECT * FROM kept; DROP TABLE kept; COMMIT;`
}
