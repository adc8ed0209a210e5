import { describe, expect, it } from 'vitest'
import { blueprintText, designsOf, inProduction } from '../design/fixtures/blueprints.ts'
import { lookUp } from './look-up.ts'
import { REQUIREMENTS } from './requirements.ts'
import { SYSTEMS } from './requirement.ts'

describe('lookUp', () => {
  const value = {
    a: [
      { id: 'x', b: 1 },
      { id: 'y', b: 2 },
    ],
    'k.l': 3,
    n: null,
  }

  it.each([
    ['a.length', 2],
    ['a[1].b', 2],
    ['a[id=y].b', 2],
    ['a[id=z].b', undefined],
    ['n', null],
    ['n.m', undefined],
    ['b.c', undefined],
  ])('%s is %s', (path, found) => {
    expect(lookUp(value, path)).toEqual(found)
  })
})

describe('every requirement', () => {
  it('is listed once', () => {
    const ids = REQUIREMENTS.map(({ system, id }) => `${system}/${id}`)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(REQUIREMENTS.length).toBeGreaterThan(350)
  })

  it('has a home', () => {
    const homeless = REQUIREMENTS.filter(({ design, elsewhere }) => design === null && elsewhere === undefined)
    expect(homeless).toEqual([])
  })

  it.each(SYSTEMS)('of %s is in its design as asked', (system) => {
    const mine = REQUIREMENTS.filter((requirement) => requirement.system === system && requirement.design !== null)
    const text = blueprintText(system)
    const profiles = { ephemeral: designsOf(text), production: designsOf(text, inProduction) } as const
    const found = mine.map(({ id, design, environment, protection, ...rest }) => {
      const all = profiles[protection ?? 'ephemeral']
      const chosen = environment === undefined ? all[0] : all.find((each) => each.environment === environment)
      const value = lookUp(chosen, design ?? '')
      if ('is' in rest) return [id, value]
      return [id, value === undefined || value === null ? 'is not there' : 'is there']
    })
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(mine.map(({ id, ...rest }) => [id, 'is' in rest ? rest.is : 'is there'])),
    )
  })
})
