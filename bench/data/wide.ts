import type { Data } from './data.ts'

/** Bytes that a row takes in its table and its four indexes, measured. */
const WIDE_BYTES = 880

const values = (n: string) => `${n}, (${n} * 7919 % 50000)::int, md5(${n}::text)::uuid, 'name of ' || ${n},
    md5((${n} % 1000)::text) || ${n} || '@example.com', '2030-01-01Z'::timestamptz + ${n} * interval '1 second',
    CASE WHEN ${n} % 3 = 0 THEN '2030-06-01Z'::timestamptz + ${n} * interval '1 minute' END,
    '2030-01-01'::date + (${n} % 1000)::int, ${n} % 1000000 / 100.0, sqrt(${n}), ${n} % 2 = 0, ${n} % 7, 'ref-' || ${n} % 100000,
    ARRAY['tag' || ${n} % 10, 'tag' || ${n} % 17],
    jsonb_build_object('k', ${n}, 'list', ARRAY[${n}, ${n} + 1], 'text', md5((${n} + 1)::text)),
    decode(md5((${n} + 2)::text), 'hex'), repeat(md5((${n} + 3)::text), 6)`

/** Columns of many types, a key and three more indexes. */
export function wide(rows: number, table = 'public.wide'): Data {
  return {
    schema: `
  CREATE TABLE ${table} (
    id bigint PRIMARY KEY, customer int NOT NULL, code uuid NOT NULL, name text NOT NULL, email text NOT NULL,
    created timestamptz NOT NULL, updated timestamptz, day date NOT NULL, amount numeric(12, 2) NOT NULL,
    ratio double precision NOT NULL, active boolean NOT NULL, status smallint NOT NULL, reference varchar(20),
    tags text[] NOT NULL, attributes jsonb NOT NULL, digest bytea NOT NULL, note text);
  CREATE INDEX ON ${table} (customer);
  CREATE INDEX ON ${table} (created);
  CREATE UNIQUE INDEX ON ${table} (email);`,
    rows: `INSERT INTO ${table} SELECT ${values('n')} FROM generate_series(1::bigint, ${rows}) n;`,
  }
}

export function wideRows(megabytes: number): number {
  return Math.round((megabytes * 1e6) / WIDE_BYTES)
}

/** Transactions on the wide table, by what they do. */
export interface WideChange {
  readonly inserts: number
  readonly updates: number
  readonly deletes: number
}

/** Rows that are there before `rounds` of so many transactions: each round finds its own to delete; `kept` are never deleted. */
export function rowsFor({ deletes }: WideChange, transactions: number, rounds: number) {
  const kept = 3 * transactions
  return { kept, last: deletes * transactions * rounds + kept }
}

/**
 * Transactions in one call, each with its own commit: the same ones for the same round. Updated rows are scattered over
 * the last ones up to `last`, deleted ones over those that are this round's.
 */
export function wideWork(
  { inserts, updates, deletes }: WideChange,
  { kept, last }: ReturnType<typeof rowsFor>,
): string {
  const insert = `INSERT INTO public.wide SELECT ${values('n')} FROM generate_series(${last}::bigint + fresh + 1, ${last}::bigint + fresh + ${inserts}) n;`
  // Drawn first: in the condition it would be drawn again for each row, and every row be looked at.
  const update = `FOR k IN 1..${updates} LOOP
        drawn := ${last} - floor(random() * ${kept})::bigint;
        UPDATE public.wide SET amount = t % 1000000 / 100.0, status = t % 7, updated = '2031-01-01Z'::timestamptz + t * interval '1 second'
          WHERE id = drawn;
      END LOOP;`
  const remove = `FOR k IN 0..${deletes - 1} LOOP
        DELETE FROM public.wide WHERE id = mine + ((t - 1) * ${deletes} + k) * 7919::bigint % (${deletes} * transactions) + 1;
      END LOOP;`
  return `
  CREATE PROCEDURE public.work(transactions int, round int) LANGUAGE plpgsql AS $$
  DECLARE
    mine bigint := (round - 1)::bigint * transactions * ${deletes};
    fresh bigint := (round - 1)::bigint * transactions * ${inserts};
    drawn bigint;
  BEGIN
    PERFORM setseed(1.0 / round);
    FOR t IN 1..transactions LOOP
      ${inserts > 0 ? `${insert} fresh := fresh + ${inserts};` : ''}
      ${updates > 0 ? update : ''}
      ${deletes > 0 ? remove : ''}
      COMMIT;
    END LOOP;
  END $$;`
}
