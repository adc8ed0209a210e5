/** Bytes that a row takes in its table and its indexes, measured. */
const ACCOUNT_BYTES = 155
const WIDE_BYTES = 880
const ACCOUNTS_PER_BRANCH = 100_000

/** The tables of pgbench, and one that is wide and has several indexes, of about this size together. Always the same rows. */
export function tables(megabytes: number): string {
  const half = (megabytes * 1e6) / 2
  const scale = Math.max(1, Math.round(half / ACCOUNT_BYTES / ACCOUNTS_PER_BRANCH))
  return PGBENCH_TABLES + pgbenchRows(scale) + wide(Math.round(half / WIDE_BYTES))
}

/** Of tables without a key, to which rows are only added. */
export const INSERT_ONLY = ['public.pgbench_history']

/** The tables of pgbench with their keys, empty. */
export const PGBENCH_TABLES = `
  CREATE TABLE public.pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88));
  CREATE TABLE public.pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84));
  CREATE TABLE public.pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
  CREATE TABLE public.pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));`

/** The rows pgbench begins with. */
export function pgbenchRows(scale: number): string {
  return `
  INSERT INTO public.pgbench_branches SELECT n, 0, '' FROM generate_series(1, ${scale}) n;
  INSERT INTO public.pgbench_tellers SELECT n, 1 + (n - 1) / 10, 0, '' FROM generate_series(1, ${10 * scale}) n;
  INSERT INTO public.pgbench_accounts
    SELECT n, 1 + (n - 1) / ${ACCOUNTS_PER_BRANCH}, 0, '' FROM generate_series(1, ${ACCOUNTS_PER_BRANCH * scale}) n;`
}

function wide(rows: number): string {
  return `
  CREATE TABLE public.wide (
    id bigint PRIMARY KEY, customer int NOT NULL, code uuid NOT NULL, name text NOT NULL, email text NOT NULL,
    created timestamptz NOT NULL, updated timestamptz, day date NOT NULL, amount numeric(12, 2) NOT NULL,
    ratio double precision NOT NULL, active boolean NOT NULL, status smallint NOT NULL, reference varchar(20),
    tags text[] NOT NULL, attributes jsonb NOT NULL, digest bytea NOT NULL, note text);
  INSERT INTO public.wide SELECT n, (n * 7919 % 50000)::int, md5(n::text)::uuid, 'name of ' || n, md5((n % 1000)::text) || n || '@example.com',
    '2030-01-01Z'::timestamptz + n * interval '1 second', CASE WHEN n % 3 = 0 THEN '2030-06-01Z'::timestamptz + n * interval '1 minute' END,
    '2030-01-01'::date + (n % 1000)::int, n % 1000000 / 100.0, sqrt(n), n % 2 = 0, n % 7, 'ref-' || n % 100000,
    ARRAY['tag' || n % 10, 'tag' || n % 17], jsonb_build_object('k', n, 'list', ARRAY[n, n + 1], 'text', md5((n + 1)::text)),
    decode(md5((n + 2)::text), 'hex'), repeat(md5((n + 3)::text), 6)
  FROM generate_series(1::bigint, ${rows}) n;
  CREATE INDEX ON public.wide (customer);
  CREATE INDEX ON public.wide (created);
  CREATE UNIQUE INDEX ON public.wide (email);`
}

/** Transactions of TPC-B as pgbench makes them, in one call, each with its own commit. The same ones for the same `seed`. */
export const TPC_B = `
  CREATE PROCEDURE public.tpc_b(transactions int, seed float) LANGUAGE plpgsql AS $$
  DECLARE
    accounts int := (SELECT max(aid) FROM public.pgbench_accounts);
    tellers int := (SELECT max(tid) FROM public.pgbench_tellers);
    account int; teller int; branch int; change int;
  BEGIN
    PERFORM setseed(seed);
    FOR n IN 1..transactions LOOP
      account := 1 + floor(random() * accounts);
      teller := 1 + floor(random() * tellers);
      branch := 1 + (teller - 1) / 10;
      change := floor(random() * 10000) - 5000;
      UPDATE public.pgbench_accounts SET abalance = abalance + change WHERE aid = account;
      UPDATE public.pgbench_tellers SET tbalance = tbalance + change WHERE tid = teller;
      UPDATE public.pgbench_branches SET bbalance = bbalance + change WHERE bid = branch;
      INSERT INTO public.pgbench_history (tid, bid, aid, delta, mtime) VALUES (teller, branch, account, change, clock_timestamp());
      COMMIT;
    END LOOP;
  END $$;`
