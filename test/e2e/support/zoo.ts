import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Major, PostgresServer } from '@causeway/harness'
import { sinceOf, ZOO_FILES, type ZooSection } from '../../compatibility/zoo-sections.ts'
import { openCrossingOn, type Crossing } from './crossing.ts'
import { openServers, OWNER } from './servers.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/zoo')

/** Also on the target before anything is carried: roles belong to the server. */
const ROLES = 'CREATE ROLE zoo_reader; CREATE ROLE "zoo ""writer"""; '

/** What an administrator makes on both sides. */
const PREPARED = '05-prepared.sql'
const AS_SUPERUSER = [PREPARED, '96-reported.sql']

/** Nobody writes here: how long the pause takes is for other tests. */
const PATIENT = 'environments: { test: { gates: { reverseHeartbeat: 1m }, cutover: { pauseBudget: 60s } } }\n'

export interface Zoo extends Crossing {
  /** Those that servers of the source's major can have, with the tables that each has made. */
  readonly sections: readonly MadeSection[]
}

interface MadeSection extends ZooSection {
  /** Ordinary tables and leaf partitions, as `schema.table`, quoted where needed. */
  readonly tables: readonly string[]
}

/** The zoo in a database of its own on the source, nobody writing, and a declaration with the role that `plan` describes. */
export async function openZoo(from: Major, to: Major): Promise<Zoo> {
  await using opening = new AsyncDisposableStack()
  const servers = opening.use(await openServers({ from, to }))
  for (const server of [servers.source, servers.target]) await server.query('postgres', ROLES)
  const sections: MadeSection[] = []
  const crossing = opening.use(
    await openCrossingOn(servers, {
      writesPerSecond: 0,
      yaml: PATIENT,
      fill: async (database) => {
        sections.push(...(await fillZoo(servers.source, database, from)))
        await servers.target.query(database, await readFile(join(FOLDER, PREPARED), 'utf8'))
      },
    }),
  )
  const resources = opening.move()
  return { ...crossing, sections, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

const TABLES = `
  SELECT c.oid::int8::text AS oid, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`

async function fillZoo(source: PostgresServer, database: string, major: Major): Promise<readonly MadeSection[]> {
  const session = await source.connect(database)
  const known = new Set<string>()
  const newTables = async () => {
    const { rows: tables } = await session.query<{ oid: string; name: string }>(TABLES)
    const made = tables.filter(({ oid }) => !known.has(oid))
    for (const { oid } of made) known.add(oid)
    return made.map(({ name }) => name)
  }
  await newTables()
  const sections: MadeSection[] = []
  for (const { name, since, preamble, sections: its } of ZOO_FILES) {
    if (since > major) continue
    const begin = AS_SUPERUSER.includes(name)
      ? 'RESET ROLE; RESET ALL; '
      : `SET ROLE ${OWNER}; SET check_function_bodies = off; `
    await session.query(begin + preamble)
    for (const section of its) {
      await session.query(begin + section.sql)
      sections.push({ ...section, tables: await newTables() })
    }
  }
  await session.end()
  return sections
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

/** Inserts, updates, deletes, changes of keys, TRUNCATE and savepoints in every simple table, then those written by hand. */
export async function changeEverything(crossing: Crossing, side: 'source' | 'target'): Promise<void> {
  const session = await crossing[side].connect(crossing.database)
  const { rows } = await session.query<{ name: string; columns: readonly string[] }>(SIMPLE_TABLES)
  const changes = rows.map(({ name, columns }) => changesOf(name, columns))
  for (const sql of [...changes, ...(await changesByHand(crossing.source.major))]) {
    await session.query(`SET ROLE ${OWNER}; ${sql}`)
  }
  await session.end()
}

/** `changes.sql`, and those of what only servers since a major have. */
async function changesByHand(major: Major): Promise<readonly string[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.startsWith('changes') && sinceOf(file) <= major)
  return await Promise.all(files.map(async (file) => await readFile(join(FOLDER, file), 'utf8')))
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

const TRIES = 5

/**
 * Gives the order until it ends with the decision: on a machine with other work a gate may hold, or the pause take too
 * long, and then nothing has moved.
 */
export async function handOver(zoo: Crossing, ...order: readonly string[]): Promise<void> {
  const answers: unknown[] = []
  while (answers.length < TRIES) {
    const { answer } = await zoo.causeway(...order)
    if (JSON.stringify(answer).includes('"decision":"COMMIT"')) return
    answers.push(answer)
  }
  throw new Error(`no decision: ${JSON.stringify(answers)}`)
}
