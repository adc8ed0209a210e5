import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { networkInterfaces, userInfo } from 'node:os'
import { join } from 'node:path'
import { temporaryDirectory, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCrossingOn } from './support/crossing.ts'
import { ENVIRONMENT_ROWS } from './support/environments-rows.ts'
import { HOSTILE, makeHostile } from './support/hostile-settings.ts'
import { openServers, OWNER, type ServerPair } from './support/servers.ts'
import { thereAndBack } from './support/there-and-back.ts'
import { addValues, VALUED, valuesOf } from './support/valued.ts'

const hasLocales = existsSync('/usr/share/i18n/locales/ja_JP') && spawnSync('localedef', ['--version']).status === 0
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
)
const missing = [...(hasLocales ? [] : ['apt-get install locales']), ...(hasIpv6 ? [] : ['there is no address ::1'])]

const resources = new AsyncDisposableStack()
let servers: ServerPair

beforeAll(async () => {
  const locales = resources.use(await temporaryDirectory())
  if (hasLocales) execFileSync('localedef', ['-i', 'ja_JP', '-f', 'UTF-8', join(locales.path, 'ja_JP.utf8')])
  // The servers read it, as another user.
  await chmod(locales.path, 0o755)
  servers = resources.use(
    await openServers({
      from: 13,
      to: 17,
      tls: true,
      localeDirectory: locales.path,
      settings: { listen_addresses: '127.0.0.1,::1', max_replication_slots: '40', max_wal_senders: '40' },
    }),
  )
})

afterAll(async () => {
  await resources.disposeAsync()
})

/** As SQL. */
const bytes = (hex: string, encoding: string) => `convert_from('\\x${hex}'::bytea, '${encoding}')`

const encoded = (encoding: string) => `TEMPLATE template0 ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C'`

const TEXTS = `SET ROLE ${OWNER}; CREATE TABLE public.texts (key text PRIMARY KEY, said text, short varchar(4), fixed char(3)); RESET ROLE`

/** New rows, changes of rows that were there and, from the second round on, of their keys. */
function writeTexts(database: string, words: readonly string[]) {
  return async (server: PostgresServer, round: number): Promise<void> => {
    const rows = words.map((word, index) => `(${word} || '-${round}-${index}', ${word} || ${word}, ${word}, ${word})`)
    await server.query(database, `INSERT INTO public.texts VALUES ${rows.join(', ')}`)
    const before = `key LIKE '%-${round - 1}-%'`
    await server.query(database, `UPDATE public.texts SET said = said || 'changed', key = key || said WHERE ${before}`)
  }
}

function readTexts(database: string, encoding: string) {
  const sent = ['key', 'said', 'short', 'fixed::text'].map(
    (column) => `encode(convert_to(${column}, ${encoding}), 'hex')`,
  )
  const sql = `SELECT ARRAY[${sent.join(', ')}] AS row FROM public.texts ORDER BY 1`
  return async (server: PostgresServer): Promise<readonly unknown[]> => await server.query(database, sql)
}

const WORDS = `
  SET ROLE ${OWNER};
  CREATE COLLATION public.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  CREATE TABLE public.words (word text PRIMARY KEY, n int);
  CREATE TABLE public.codes (code text COLLATE public.nocase PRIMARY KEY, n int);
  CREATE TABLE public.pairs (a text COLLATE "C", b varchar COLLATE "und-x-icu", n int, PRIMARY KEY (a, b));
  RESET ROLE`

/** More rows than one range has, in orders that differ; then keys that change in nothing but case. */
const WORDS_WRITTEN = [
  `INSERT INTO public.words SELECT (ARRAY['a', 'B', 'ä', 'Z', 'é', '_', '日', 'ア', '-', 'ｱ'])[i % 10 + 1] || md5(i::text), i
     FROM generate_series(1, 12000) i;
   INSERT INTO public.codes SELECT CASE WHEN i % 2 = 0 THEN 'Code ' ELSE 'cODE ' END || i, i FROM generate_series(1, 12000) i;
   INSERT INTO public.pairs SELECT left(word, 2), word, n FROM public.words`,
  `UPDATE public.words SET word = upper(word) WHERE n % 97 = 0;
   UPDATE public.codes SET code = upper(code) WHERE n % 97 = 0;
   UPDATE public.codes SET code = lower(code), n = -n WHERE n % 97 = 0;
   DELETE FROM public.codes WHERE n = 5; INSERT INTO public.codes VALUES ('CODE 5', 5);
   UPDATE public.pairs SET b = upper(b), a = lower(a) WHERE n % 97 = 0`,
  `UPDATE public.codes SET code = upper(code) WHERE n < 0;
   DELETE FROM public.words WHERE word LIKE 'B%' AND n % 3 = 0; INSERT INTO public.words VALUES ('b', 0), ('Β', 1)`,
]

async function wordsIn(server: PostgresServer): Promise<readonly unknown[]> {
  const of = (table: string, key: string) => `SELECT '${table}' AS "table", ${key} AS key, n FROM public.${table}`
  const selects = [of('words', 'word'), of('codes', 'code'), of('pairs', `a || '/' || b`)]
  const rows = await server.query<{ table: string; key: string; n: number }>('words', selects.join(' UNION ALL '))
  return rows.map(({ table, key, n }) => `${table} ${key} ${n}`).toSorted()
}

/** The user this process runs as needs no password on the socket. */
async function letIn(server: PostgresServer, database: string, role: string): Promise<void> {
  const { username } = userInfo()
  await writeFile(join(server.dataDirectory, 'pg_ident.conf'), `here ${username} ${role}\n`)
  const file = join(server.dataDirectory, 'pg_hba.conf')
  await writeFile(file, `local ${database} ${role} peer map=here\n${await readFile(file, 'utf8')}`)
  await server.query('postgres', 'SELECT pg_reload_conf()')
}

it('every row of the table has its test', async () => {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.startsWith('environments'))
  const texts = await Promise.all(files.map(async (name) => await readFile(join(import.meta.dirname, name), 'utf8')))
  const proven = ({ what }: { readonly what: string }) => texts.some((text) => text.includes(what))
  expect(ENVIRONMENT_ROWS.filter((row) => !proven(row))).toEqual([])
})

describe(`environments ${missing.length === 0 ? '' : `(some skipped: ${missing.join(', ')})`}`, () => {
  it.skipIf(!hasLocales || !hasIpv6)(
    'settings of databases and roles (time zone, date and interval style, lc_*, money, search path, read only, …); TLS verify-full with an authority of your own, and SCRAM; IPv6; Unix sockets with SCRAM',
    async () => {
      const { rows } = await thereAndBack(servers, {
        database: 'hostile',
        sql: VALUED,
        hosts: { source: '::1', target: servers.target.socketDirectory },
        prepare: async (sides) => {
          for (const side of ['source', 'target'] as const) {
            await sides[side].query('postgres', `GRANT ${OWNER} TO causeway`)
            await makeHostile(sides[side], 'hostile', HOSTILE[side], { user: 'causeway', role: OWNER })
          }
        },
        write: async (server, round) => await addValues(server, 'hostile', 2 * round - 1),
        contents: async (server) => await valuesOf(server, 'hostile'),
      })
      expect(rows).toHaveLength(12)
    },
  )

  it('LATIN1, and every encoding the server converts, to UTF8', async () => {
    const { rows, findings } = await thereAndBack(servers, {
      database: 'latin',
      sql: TEXTS,
      created: { source: encoded('LATIN1') },
      hosts: { source: servers.source.socketDirectory, target: 'localhost' },
      write: writeTexts('latin', [`U&'\\00e9'`, `U&'\\00df'`, `U&'\\00a3'`, `'plain'::varchar(3)`]),
      contents: readTexts('latin', `'UTF8'`),
    })
    expect(rows).toHaveLength(12)
    expect(findings).toContainEqual(expect.stringContaining('the encoding is LATIN1 on the source and UTF8 on the'))
  })

  it('EUC_JP, and every other encoding, to the same; Unix sockets with peer authentication', async () => {
    const { rows } = await thereAndBack(servers, {
      database: 'euc',
      sql: TEXTS,
      created: { source: encoded('EUC_JP'), target: encoded('EUC_JP') },
      hosts: { source: servers.source.socketDirectory },
      prepare: async ({ source, file }) => {
        await letIn(source, 'euc', 'causeway')
        await writeFile(file, (await readFile(file, 'utf8')).replace('password: env:SOURCE_PASSWORD', ''))
      },
      write: writeTexts(
        'euc',
        ['c6fc', 'adf0', 'a2e2', '8fa2f1'].map((hex) => bytes(hex, 'EUC_JP')),
      ),
      contents: readTexts('euc', `'EUC_JP'`),
    })
    expect(rows).toHaveLength(12)
  })

  it('SQL_ASCII to SQL_ASCII', async () => {
    const { rows } = await thereAndBack(servers, {
      database: 'ascii',
      sql: TEXTS,
      created: { source: encoded('SQL_ASCII'), target: encoded('SQL_ASCII') },
      write: writeTexts(
        'ascii',
        ['e9', 'c3a9', 'fffe', '5c7fa0'].map((hex) => bytes(hex, 'SQL_ASCII')),
      ),
      contents: readTexts('ascii', `'SQL_ASCII'`),
    })
    expect(rows).toHaveLength(12)
  })

  it('SQL_ASCII to UTF8', async () => {
    const { rows, findings } = await thereAndBack(servers, {
      database: 'asciitoutf',
      sql: TEXTS,
      created: { source: encoded('SQL_ASCII') },
      write: writeTexts(
        'asciitoutf',
        ['c3a9', 'e697a5', '41'].map((hex) => bytes(hex, 'UTF8')),
      ),
      contents: readTexts('asciitoutf', `'UTF8'`),
    })
    expect(rows).toHaveLength(9)
    expect(findings).toContainEqual(expect.stringContaining('the first text that is not UTF-8 stops the copy'))
  })

  it.skipIf(!hasLocales)('libc and ICU collations that differ, nondeterministic ones too', async () => {
    const { rows, findings } = await thereAndBack(servers, {
      database: 'words',
      sql: WORDS,
      created: {
        source: `TEMPLATE template0 LC_COLLATE 'ja_JP.utf8' LC_CTYPE 'ja_JP.utf8'`,
        target: `TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C'`,
      },
      write: async (server, round) => void (await server.query('words', WORDS_WRITTEN[round - 1] ?? '')),
      contents: wordsIn,
    })
    expect(rows).toHaveLength(35_602)
    expect(findings).toContainEqual(expect.stringMatching(/the default collation is libc ja_JP\.UTF-8 .* icu de-DE/))
  })

  it('SQL_ASCII that is not UTF-8, to UTF8', async () => {
    const { source, target } = servers
    await using crossing = await openCrossingOn(servers, {
      database: 'notutf',
      writesPerSecond: 0,
      sql: TEXTS,
      created: { source: encoded('SQL_ASCII') },
    })
    await source.query('notutf', `INSERT INTO public.texts VALUES ('key', ${bytes('e9', 'SQL_ASCII')})`)
    const frozen = await crossing.run().seen('frozen')
    expect(frozen.reason).toMatch(/"public"."texts" cannot be copied: target: a text has bytes or characters that/)
    expect(await target.query('notutf', 'SELECT key FROM public.texts')).toEqual([])
  })

  it('a certificate of another authority, or for another name', async () => {
    await using crossing = await openCrossingOn(servers, {
      database: 'certificates',
      writesPerSecond: 0,
      yaml: `environments:
  name: { suffix: name, source: { host: '127.1' } }
  authority: { suffix: authority, source: { tls: { ca: ${servers.target.caFile} } } }`,
    })
    const named = await crossing.causeway('doctor', '--environment', 'name')
    expect([named.code, named.answer.error?.code]).toEqual([6, 'CW-0608'])
    const signed = await crossing.causeway('doctor', '--environment', 'authority')
    expect([signed.code, signed.answer.error?.code]).toEqual([6, 'CW-0606'])
  })
})
