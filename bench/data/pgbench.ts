import type { Data } from './data.ts'

/** Bytes that an account takes in its table and its index, measured. */
const ACCOUNT_BYTES = 155
const ACCOUNTS_PER_BRANCH = 100_000

/** Of tables without a key, to which rows are only added. */
export const INSERT_ONLY = ['public.pgbench_history']

/** The tables of pgbench as it makes them, with the rows it begins with. */
export function pgbench(scale: number): Data {
  return {
    schema: `
  CREATE TABLE public.pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88));
  CREATE TABLE public.pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84));
  CREATE TABLE public.pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
  CREATE TABLE public.pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));`,
    rows: `
  INSERT INTO public.pgbench_branches SELECT n, 0, '' FROM generate_series(1, ${scale}) n;
  INSERT INTO public.pgbench_tellers SELECT n, 1 + (n - 1) / 10, 0, '' FROM generate_series(1, ${10 * scale}) n;
  INSERT INTO public.pgbench_accounts
    SELECT n, 1 + (n - 1) / ${ACCOUNTS_PER_BRANCH}, 0, '' FROM generate_series(1, ${ACCOUNTS_PER_BRANCH * scale}) n;`,
  }
}

export function pgbenchScale(megabytes: number): number {
  return Math.max(1, Math.round((megabytes * 1e6) / ACCOUNT_BYTES / ACCOUNTS_PER_BRANCH))
}

/** Rows that one of the transactions below changes. */
export const TPC_B_ROWS = 4

const DECLARE_TPC_B = `
    accounts int := (SELECT max(aid) FROM public.pgbench_accounts);
    tellers int := (SELECT max(tid) FROM public.pgbench_tellers);
    account int; teller int; branch int; change int;`

const TRANSACTION = `
      account := 1 + floor(random() * accounts);
      teller := 1 + floor(random() * tellers);
      branch := 1 + (teller - 1) / 10;
      change := floor(random() * 10000) - 5000;
      UPDATE public.pgbench_accounts SET abalance = abalance + change WHERE aid = account;
      UPDATE public.pgbench_tellers SET tbalance = tbalance + change WHERE tid = teller;
      UPDATE public.pgbench_branches SET bbalance = bbalance + change WHERE bid = branch;
      INSERT INTO public.pgbench_history (tid, bid, aid, delta, mtime) VALUES (teller, branch, account, change, clock_timestamp());
      COMMIT;`

/** Transactions as pgbench makes them, in one call, each with its own commit. The same ones for the same round. */
export const TPC_B = `
  CREATE PROCEDURE public.work(transactions int, round int) LANGUAGE plpgsql AS $$
  DECLARE ${DECLARE_TPC_B}
  BEGIN
    PERFORM setseed(1.0 / round);
    FOR n IN 1..transactions LOOP ${TRANSACTION}
    END LOOP;
  END $$;`

/**
 * The same at a constant rate, and every hundredth of a second the time of day in a row of its own. A server that cannot
 * keep the rate makes as many as it can.
 */
export const PACED_TPC_B = `
  CREATE PROCEDURE public.paced(rate int, seconds float, INOUT made int) LANGUAGE plpgsql AS $$
  DECLARE ${DECLARE_TPC_B}
    began timestamptz := clock_timestamp();
    due int;
  BEGIN
    LOOP
      due := rate * least(seconds, extract(epoch FROM clock_timestamp() - began));
      FOR n IN made + 1..least(due, made + 1 + rate / 50) LOOP ${TRANSACTION}
        made := n;
      END LOOP;
      -- Nothing is sent before it is on disk, which nobody waits for otherwise.
      PERFORM set_config('synchronous_commit', 'on', true);
      UPDATE public.beat SET at = clock_timestamp();
      COMMIT;
      EXIT WHEN clock_timestamp() >= began + seconds * interval '1 second';
      PERFORM pg_sleep(0.01) WHERE made >= due;
    END LOOP;
  END $$;`

export const BEAT: Data = {
  schema: 'CREATE TABLE public.beat (id int PRIMARY KEY, at timestamptz NOT NULL);',
  rows: 'INSERT INTO public.beat VALUES (1, clock_timestamp());',
}
