import { expect, it } from 'vitest'
import { wholeObjects } from './whole-objects.ts'

it('leaves out what is inside a table that is on one side only', () => {
  const differences = [
    'table "public"."late" is missing on the target',
    'table "public"."gone" is on the target only',
    'column "public"."late"."id" is missing on the target',
    'column "public"."later"."id" is missing on the target',
    'constraint "public"."gone"."gone_pkey" is on the target only',
    'replica identity of table "public"."late" is missing on the target',
    'table "public"."kept": owner is "a" on the source, "b" on the target',
  ]
  expect(wholeObjects(differences)).toEqual([0, 1, 3, 6].map((index) => differences[index]))
})
