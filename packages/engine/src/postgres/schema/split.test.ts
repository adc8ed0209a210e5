import { CausewayError } from '@causeway/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quoteIdentifier, quoteLiteral } from '../quote.ts'
import { splitDump, splitStatements } from './split.ts'

const DUMP = String.raw`--
-- PostgreSQL database dump
--

\restrict abcDEF

-- Dumped from database version 13.23

SET statement_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: f(integer); Type: FUNCTION; Schema: public; Owner: app
--

CREATE FUNCTION public.f(a integer) RETURNS integer
    LANGUAGE plpgsql
    AS $_$ begin return $1; end; -- it's
$_$;


SET default_table_access_method = heap;

--
-- Name: a;b; Type: TABLE; Schema: public; Owner: app
--

CREATE TABLE public."a;b" (
    "c''d" text DEFAULT 'x;''y'::text,
    e text DEFAULT E'\\''; '
);

CREATE RULE r AS ON INSERT TO public.v DO INSTEAD ( INSERT INTO public.t VALUES (1); NOTIFY x; );

\unrestrict abcDEF
`

describe('splitDump', () => {
  test('keeps statements whole, drops comments, psql commands and session settings', () => {
    const statements = splitDump(DUMP)
    expect(statements.map((sql) => sql.split('\n')[0])).toEqual([
      'CREATE FUNCTION public.f(a integer) RETURNS integer',
      'SET default_table_access_method = heap',
      'CREATE TABLE public."a;b" (',
      'CREATE RULE r AS ON INSERT TO public.v DO INSTEAD ( INSERT INTO public.t VALUES (1); NOTIFY x; )',
    ])
    expect(statements[0]?.endsWith('\n$_$')).toBe(true)
  })

  test('does not end a SQL-standard body at the semicolons in it', () => {
    const body = `CREATE OR REPLACE FUNCTION "begin".atomic(begin int) RETURNS int
 LANGUAGE sql
BEGIN ATOMIC
 SELECT CASE WHEN (begin > 1) THEN ( SELECT CASE begin WHEN 1 THEN 2 ELSE 3 END AS "end") ELSE 4 END AS "case";
 SELECT begin.atomic AS begin FROM begin;
END`
    const procedure = 'CREATE PROCEDURE p()\n LANGUAGE sql\n BEGIN ATOMIC\nEND'
    expect(splitStatements(`${body};\n\n${procedure};\nCREATE TABLE begin (atomic int);\nSELECT 1`)).toEqual([
      body,
      procedure,
      'CREATE TABLE begin (atomic int)',
      'SELECT 1',
    ])
  })

  test.each(["SELECT 'x", 'SELECT "x', 'SELECT $a$ x $b$', 'SELECT /* /* */', String.raw`SELECT E'\'`])(
    'refuses %s',
    (sql) => {
      expect(() => splitStatements(sql)).toThrow(
        expect.toSatisfy((error: unknown) => CausewayError.is(error) && error.code === 'CW-0642'),
      )
    },
  )

  test('survives whatever names and bodies a schema holds', () => {
    const text = fc.string({
      unit: fc.constantFrom(...`;'"$\\-/*()\n x9é_E`.split(''), 'begin ', 'atomic ', 'end ', '$a$', '--', '/*', '*/'),
    })
    const tag = fc.constantFrom('$$', '$_$', '$é1$', '$_$')
    const dollar = fc.tuple(text, tag).map(([body, quote]) => `${quote}${body.replaceAll('$', '')}${quote}`)
    const piece = fc.oneof(
      text.map((name) => quoteIdentifier(name)),
      text.map((value) => quoteLiteral(value)),
      dollar.map((body) => ` ${body}`),
      text.map((body) => `(${quoteLiteral(body)};${quoteIdentifier(body)})`),
      text.map((body) => `/*${body.replaceAll(/[/*]/g, '')}*/`),
      text.map((line) => `--${line.replaceAll('\n', '')}\n`),
      fc.constantFrom(' ', '\n', ',', 'a$b$c', '::', '$1', '- -', 'e', '1e5', 'begin', 'atomic', 'case', 'end'),
    )
    const statement = fc
      .tuple(fc.constantFrom('CREATE', 'ALTER TABLE', 'COMMENT ON'), fc.array(piece))
      .map(([head, pieces]) => `${head} ${pieces.join(' ')} x`)
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const dump = statements.map((sql) => `--\n-- Name: a; b'; Type: "X\n--\n\n${sql};\n\n\n`).join('')
        expect(splitStatements(dump)).toEqual(statements)
      }),
      { numRuns: 2000 },
    )
  })

  test('reads ten megabytes in a second or two', () => {
    const sql = `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$${"select 'x'; ".repeat(100)}$_$`
    const dump = `${sql};\n\n`.repeat(9000)
    const started = performance.now()
    expect(splitStatements(dump)).toHaveLength(9000)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
