import { SCOPED_RELATIONS } from './schema/scope.ts'

export interface TableRow {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** `schema.table` of itself and of its ancestors. */
  readonly paths: readonly string[]
  readonly is_partition: boolean
  readonly replica_identity: 'd' | 'n' | 'f' | 'i'
  readonly columns: readonly ColumnRow[] | null
  /** Attribute numbers in the order of the index. */
  readonly key: readonly number[] | null
  readonly heap_pages: number
  readonly size_bytes: string
  readonly estimated_rows: number
}

export interface ColumnRow {
  readonly number: number
  readonly name: string
  readonly type_oid: number
  readonly type_modifier: number
  readonly type: string
  readonly type_kind: string
  readonly not_null: boolean
  readonly generated: string
  readonly identity: '' | 'a' | 'd'
}

export interface SequenceRow {
  readonly schema: string
  readonly name: string
  readonly increment: string
  readonly min_value: string
  readonly max_value: string
  readonly cycles: boolean
  readonly feeds: { readonly schema: string; readonly table: string; readonly column: string } | null
}

/**
 * The replica identity index, else the primary key; a partition's own. Sizes come from the files, not from statistics:
 * a table that was never analysed must still be split. `pg_relation_size` is null for a table dropped meanwhile.
 *
 * Everything about a table is looked up by index from its row: the planner knows nothing about the size of the scope,
 * and joins of derived tables go wrong on thousands of tables.
 */
export const TABLES = `
  WITH ${SCOPED_RELATIONS}
  SELECT c.oid, s.schema, s.name, c.relispartition AS is_partition, c.relreplident AS replica_identity,
    ARRAY[s.schema || '.' || s.name] || ARRAY(
      SELECT n.nspname || '.' || p.relname FROM pg_partition_ancestors(c.oid) a
        JOIN pg_class p ON p.oid = a.relid JOIN pg_namespace n ON n.oid = p.relnamespace) AS paths,
    (SELECT json_agg(json_build_object(
        'number', a.attnum, 'name', a.attname, 'type_oid', a.atttypid::int8, 'type_modifier', a.atttypmod,
        'type', format_type(a.atttypid, a.atttypmod), 'type_kind', t.typtype, 'not_null', a.attnotnull,
        'generated', a.attgenerated, 'identity', a.attidentity) ORDER BY a.attnum)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT (i.indkey::int2[])[0:i.indnkeyatts - 1]::int[] FROM pg_index i
      WHERE i.indrelid = c.oid AND i.indisvalid AND (i.indisprimary OR i.indisreplident)
      ORDER BY i.indisreplident DESC LIMIT 1) AS key,
    (coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::int)::int AS heap_pages,
    coalesce(pg_relation_size(c.oid), 0) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0) AS size_bytes,
    greatest(c.reltuples, 0)::float8 AS estimated_rows
  FROM scoped s JOIN pg_class c ON c.oid = s.oid
  WHERE s.kind = 'r' AND c.relpersistence = 'p'
  ORDER BY s.schema COLLATE "C", s.name COLLATE "C"`

/** `max()` must be cheap on the column a sequence feeds: it leads a whole index. The owning column goes before others. */
export const SEQUENCES = `
  WITH ${SCOPED_RELATIONS},
  feeding AS (
    SELECT DISTINCT ON (f.sequence) f.sequence,
      json_build_object('schema', n.nspname, 'table', c.relname, 'column', a.attname) AS feeds
    FROM fed f JOIN pg_class c ON c.oid = f.relation JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = f.relation AND a.attnum = f.attribute
        AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
    WHERE f.inside AND EXISTS (
      SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
      WHERE i.indrelid = f.relation AND i.indisvalid AND i.indpred IS NULL AND i.indkey[0] = f.attribute AND m.amname = 'btree')
    ORDER BY f.sequence, f.owned DESC, n.nspname, c.relname, f.attribute)
  SELECT s.schema, s.name, q.seqincrement AS increment, q.seqmin AS min_value, q.seqmax AS max_value, q.seqcycle AS cycles,
    feeding.feeds
  FROM scoped s JOIN pg_sequence q ON q.seqrelid = s.oid LEFT JOIN feeding ON feeding.sequence = s.oid
  ORDER BY s.schema COLLATE "C", s.name COLLATE "C"`
