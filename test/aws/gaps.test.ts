import { gaps } from '@causeway/harness/aws'
import { BLUEPRINTS, synthesise, type BlueprintName } from '@causeway/infra'
import { expect, test } from 'vitest'
import { designBlueprint } from './support/declaration.ts'

const NAMES = Object.keys(BLUEPRINTS) as readonly BlueprintName[]

/** Of all blueprints, in one protection profile. */
async function typesOf(protection: 'ephemeral' | 'production'): Promise<ReadonlySet<string>> {
  const modules = NAMES.map(async (name) =>
    synthesise(await designBlueprint(name, () => ({ protection })), 'terraform'),
  )
  const texts = (await Promise.all(modules)).flatMap((files) => [...files.values()])
  return new Set(texts.flatMap((text) => [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type = '']) => type)))
}

test('what production adds and the suites never deploy is listed as a gap, and nothing else', async () => {
  const [ephemeral, production] = [await typesOf('ephemeral'), await typesOf('production')]
  const listed = gaps().flatMap(({ resources = [] }) => resources)
  expect(
    listed.filter((type) => ephemeral.has(type)),
    'deployed all the same',
  ).toEqual([])
  const added = [...production].filter((type) => !ephemeral.has(type))
  expect(added.sort()).toEqual([...listed].sort())
})

test('every gap says what moto does and what is done instead', () => {
  for (const { what, moto, instead } of gaps()) {
    expect(what).toMatch(/^[a-z-]+$/)
    expect(moto.length, what).toBeGreaterThan(10)
    expect(instead.length, what).toBeGreaterThan(10)
  }
  const names = gaps().map(({ what }) => what)
  expect(new Set(names).size).toBe(names.length)
})
