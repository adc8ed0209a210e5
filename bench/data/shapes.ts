import { together, type Data } from './data.ts'
import { pgbench, pgbenchScale } from './pgbench.ts'
import { wide, wideRows } from './wide.ts'

/** On average. */
const DOCUMENT_KILOBYTES = 250
const ROWS_OF_A_SMALL_TABLE = 100

/** Half narrow rows with one key, half wide ones with four indexes. */
export function mixed(megabytes: number): Data {
  return together(pgbench(pgbenchScale(megabytes / 2)), wide(wideRows(megabytes / 2)))
}

/** Nine tenths in one table. */
export function oneDominating(megabytes: number): Data {
  return together(wide(wideRows(megabytes * 0.9)), pgbench(pgbenchScale(megabytes * 0.1)))
}

/** Values from 1 to 500 kB, out of line and not compressed. */
export function largeToast(megabytes: number): Data {
  const pieces = `32 + n * 7919 % ${2 * DOCUMENT_KILOBYTES} * 32`
  return {
    schema: `
  CREATE TABLE public.document (id bigint PRIMARY KEY, name text NOT NULL, body text);
  ALTER TABLE public.document ALTER body SET STORAGE EXTERNAL;
  CREATE INDEX ON public.document (name);`,
    rows: `INSERT INTO public.document SELECT n, 'document ' || n, repeat(md5(n::text), (${pieces})::int)
      FROM generate_series(1::bigint, ${Math.ceil((megabytes * 1000) / DOCUMENT_KILOBYTES)}) n;`,
  }
}

/** Each with its key, an index and a few rows. */
export function smallTables(count: number): Data {
  const each = (body: string) => `
  DO $do$ BEGIN FOR t IN 1..${count} LOOP EXECUTE format($f$ ${body} $f$, 'small_' || t); END LOOP; END $do$;`
  return {
    schema: each(`CREATE TABLE public.%1$I (id int PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL, n int);
      CREATE INDEX ON public.%1$I (name);`),
    rows: each(`INSERT INTO public.%1$I SELECT n, 'row ' || n, '2030-01-01Z'::timestamptz + n * interval '1 hour', n
      FROM generate_series(1, ${ROWS_OF_A_SMALL_TABLE}) n;`),
  }
}

/** The rows of so many small tables in one. */
export function oneTable(count: number): Data {
  return {
    schema: `
  CREATE TABLE public.small (id int PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL, n int);
  CREATE INDEX ON public.small (name);`,
    rows: `INSERT INTO public.small SELECT n, 'row ' || n, '2030-01-01Z'::timestamptz + n * interval '1 hour', n
      FROM generate_series(1, ${ROWS_OF_A_SMALL_TABLE * count}) n;`,
  }
}
