import type { PostgresServer } from '@causeway/harness'
import { OWNER } from './servers.ts'

/** A table of what is printed in one way or another, as the session is set. */
export const VALUED = `
  SET ROLE ${OWNER};
  CREATE TABLE public.valued (
    id int PRIMARY KEY, cost money, costs money[], ratio float8, narrow float4, raw bytea, span interval, at timestamptz,
    local timestamp, day date, clock timetz, doc xml, fragment xml, words text[], said text, facts jsonb, exact numeric);
  CREATE TABLE public."When" (at timestamptz, span interval, ratio float8, "Cost" money, PRIMARY KEY (at, span, ratio));
  RESET ROLE`

/** Before the text that depends on them is sent. */
const PLAIN = `
  SET lc_monetary = 'C'; SET xmloption = 'content'; SET standard_conforming_strings = on; SET TimeZone = 'UTC'; SET search_path = '';
  SET DateStyle = 'ISO, MDY'; SET client_encoding = 'UTF8'; SET array_nulls = on; SET IntervalStyle = 'postgres';
  SET default_transaction_read_only = off; SET statement_timeout = 0; SET lock_timeout = 0`

/** Two rows more in each table, whatever the settings of the database are. */
export async function addValues(server: PostgresServer, database: string, first: number): Promise<void> {
  const client = await server.connect(database)
  try {
    await client.query(PLAIN)
    await client.query(valuesFrom(first))
  } finally {
    await client.end()
  }
}

function valuesFrom(first: number): string {
  return `
    INSERT INTO public.valued VALUES
    (${first}, '1234567.89', '{-12.34,NULL,"1,234.50"}', 0.1::float8 + 0.2, 1e-42, '\\x00ff5c27', '-1 year -2 mons +3 days -04:05:06.789',
     '2024-03-10 02:30:00.123456+00', '0044-03-15 12:00:00 BC', '01-02-0003', '23:59:59.5+15:59', '<a b="c">é&amp;</a>', 'x<y/>é',
     '{NULL,"NULL","null","a\\\\b","c\\"d"}', E'back\\\\slash, ''quote'', tab\\t, é, 日本', '{"n": 1.10, "é": "\\u00e9\\\\"}', 'NaN'),
    (${first + 1}, '-92233720368547758.08', '{}', 'infinity', 3.4028235e38, '', '178000000 years', 'infinity', '-infinity', 'infinity',
     '00:00:00-15:59', NULL, '', '{}', '', 'null', -0.00);
    INSERT INTO public."When" VALUES
    ('2024-11-03 05:30:00+00'::timestamptz + ${first} * interval '1 us', '1 mon -1 day', 0.1::float8 * ${first}, '0.01'),
    ('2024-11-03 06:30:00+00'::timestamptz + ${first} * interval '1 us', '-1 mon 31 days', 1e-300 * ${first}, '-0.01')`
}

/** The values themselves, whatever the session prints. */
const SENT = `
  SELECT id::text, cash_send(cost) AS cost, array_send(costs) AS costs, float8send(ratio) AS ratio, float4send(narrow) AS narrow, raw,
    interval_send(span) AS span, timestamptz_send(at) AS at, timestamp_send(local) AS local, date_send(day) AS day, timetz_send(clock) AS clock,
    convert_to(doc::text, 'UTF8') AS doc, convert_to(fragment::text, 'UTF8') AS fragment, array_send(words) AS words,
    convert_to(said, 'UTF8') AS said, jsonb_send(facts) AS facts, numeric_send(exact) AS exact
  FROM public.valued ORDER BY valued.id`
const SENT_WHEN = `
  SELECT timestamptz_send(at) AS at, interval_send(span) AS span, float8send(ratio) AS ratio, cash_send("Cost") AS cost
  FROM public."When" ORDER BY "When".at, "When".ratio`

export async function valuesOf(server: PostgresServer, database: string): Promise<readonly unknown[]> {
  return [...(await server.query(database, SENT)), ...(await server.query(database, SENT_WHEN))]
}
