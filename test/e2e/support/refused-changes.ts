/** A change of the source's schema while data moves: stops the migration, and says what it was. */
export interface RefusedChange {
  readonly what: string
  /** Made by its owner on the source. */
  readonly ddl: string
  /** Then written to the table, where a row is what gives it away. */
  readonly rows?: string
  /** Must be in what is said, with the table. */
  readonly says: RegExp
  /** What the owner then does, so that nothing is lost. */
  readonly mend: { readonly source?: string; readonly target?: string }
}

/** Before anything else. */
export const TABLES_OF_REFUSED = `
  CREATE TYPE public.mood AS ENUM ('sad', 'ok');
  CREATE TABLE public.added (id int PRIMARY KEY); CREATE TABLE public.dropped (id int PRIMARY KEY, gone text);
  CREATE TABLE public.retyped (id int PRIMARY KEY, n int); CREATE TABLE public.renamed (id int PRIMARY KEY, old text);
  CREATE TABLE public.old_name (id int PRIMARY KEY); CREATE TABLE public.identified (id int PRIMARY KEY, v text NOT NULL UNIQUE);
  CREATE TABLE public.moody (id int PRIMARY KEY, m public.mood); CREATE TABLE public.gone (id int PRIMARY KEY);
  CREATE TABLE public.checked (id int PRIMARY KEY); CREATE TABLE public.granted (id int PRIMARY KEY);
  CREATE TABLE public.remade (id int PRIMARY KEY);
  CREATE TABLE public.parted (id int PRIMARY KEY) PARTITION BY RANGE (id);
  CREATE TABLE public.parted_1 PARTITION OF public.parted FOR VALUES FROM (0) TO (100);
  CREATE TABLE public.parted_2 PARTITION OF public.parted FOR VALUES FROM (100) TO (200);
  INSERT INTO public.retyped VALUES (1, 1); INSERT INTO public.renamed VALUES (1, 'a'); INSERT INTO public.dropped VALUES (1, 'a');
  INSERT INTO public.parted VALUES (1), (101); INSERT INTO public.identified VALUES (1, 'a')`

/** Made on the other side as well, the migration goes on where it was. */
const alike = (ddl: string, more: Pick<RefusedChange, 'what' | 'says' | 'rows'>): RefusedChange => ({
  ...more,
  ddl,
  mend: { target: ddl },
})

/** Found by the stream with the next row. */
export const REFUSED_BY_STREAM: readonly RefusedChange[] = [
  alike('ALTER TABLE public.added ADD v int NOT NULL DEFAULT 7', {
    what: 'ADD COLUMN',
    rows: 'INSERT INTO public.added VALUES (1, 8), (2, DEFAULT)',
    says: /"public"\."added".*\bv\b/,
  }),
  alike('ALTER TABLE public.dropped DROP gone', {
    what: 'DROP COLUMN',
    rows: 'INSERT INTO public.dropped VALUES (2)',
    says: /"public"\."dropped".*\bgone\b/,
  }),
  alike('ALTER TABLE public.retyped ALTER n TYPE bigint USING n + 1', {
    what: 'ALTER COLUMN TYPE, with a rewrite of the rows',
    rows: 'INSERT INTO public.retyped VALUES (2, 1::bigint << 40)',
    says: /"public"\."retyped"/,
  }),
  alike('ALTER TABLE public.renamed RENAME old TO new', {
    what: 'RENAME COLUMN',
    rows: `INSERT INTO public.renamed VALUES (2, 'b')`,
    says: /"public"\."renamed".*\bnew\b/,
  }),
  alike('ALTER TABLE public.old_name RENAME TO new_name', {
    what: 'RENAME of a table',
    rows: 'INSERT INTO public.new_name VALUES (1)',
    says: /"public"\."(?:old|new)_name"/,
  }),
  alike('ALTER TABLE public.identified REPLICA IDENTITY FULL', {
    what: 'another REPLICA IDENTITY',
    rows: `UPDATE public.identified SET v = 'b'`,
    says: /"public"\."identified"/,
  }),
  alike(`ALTER TYPE public.mood ADD VALUE 'great'`, {
    what: 'a new value of an enum, used',
    rows: `INSERT INTO public.moody VALUES (1, 'great')`,
    says: /\bmoody?\b/,
  }),
  alike('CREATE TABLE public.parted_3 PARTITION OF public.parted FOR VALUES FROM (200) TO (300)', {
    what: 'a new partition, filled',
    rows: 'INSERT INTO public.parted VALUES (201)',
    says: /"public"\."parted_3"/,
  }),
]

/** Found by comparing the schemas, since no row gives them away. */
export const REFUSED_BY_WATCH: readonly RefusedChange[] = [
  {
    what: 'DROP TABLE and CREATE TABLE under the same name',
    ddl: 'DROP TABLE public.remade; CREATE TABLE public.remade (id int PRIMARY KEY)',
    rows: 'INSERT INTO public.remade VALUES (1)',
    says: /"public"\."remade" was made again/,
    mend: { source: 'DROP TABLE public.remade', target: 'DROP TABLE public.remade' },
  },
  {
    what: 'CREATE TABLE, filled',
    ddl: 'CREATE TABLE public.late (id int PRIMARY KEY)',
    rows: 'INSERT INTO public.late VALUES (1)',
    says: /"public"\."late"/,
    mend: { source: 'DROP TABLE public.late' },
  },
  alike('DROP TABLE public.gone', { what: 'DROP TABLE', says: /"public"\."gone" is/ }),
  alike('ALTER TABLE public.checked ADD CONSTRAINT positive CHECK (id > 0)', {
    what: 'a new constraint',
    says: /"public"\."checked"\."positive" is/,
  }),
  alike('GRANT SELECT ON public.granted TO PUBLIC', { what: 'GRANT', says: /"public"\."granted": grants/ }),
  {
    what: 'DETACH PARTITION',
    ddl: 'ALTER TABLE public.parted DETACH PARTITION public.parted_2',
    says: /"public"\."parted_2"/,
    // Detached on both sides, it would be in no publication.
    mend: { source: 'ALTER TABLE public.parted ATTACH PARTITION public.parted_2 FOR VALUES FROM (100) TO (200)' },
  },
]
