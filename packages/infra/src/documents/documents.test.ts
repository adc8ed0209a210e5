import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { BLUEPRINTS } from '../blueprints/blueprints.ts'
import { design } from '../design/design.ts'
import { blueprintText, inProduction, specsOf } from '../design/fixtures/blueprints.ts'
import type { InfraSpec } from '../design/context.ts'
import { layOut } from './architecture/layout.ts'
import { architecture } from './architecture/architecture.ts'
import { documents } from './documents.ts'

const NAMES = Object.keys(BLUEPRINTS)

function documentsOf(
  name: string,
  change: (spec: InfraSpec) => InfraSpec = (spec) => spec,
): ReadonlyMap<string, string> {
  const specs = specsOf(blueprintText(name)).map(change)
  const all = specs.map((spec) => design(spec, specs))
  const index = specs.findIndex(({ environment, infrastructure }) => environment === infrastructure.fallback)
  const [spec, chosen] = [specs[index], all[index]]
  if (spec === undefined || chosen === undefined) throw new Error(`${name} has no fallback`)
  return documents({ spec, design: chosen, all })
}

describe.each(NAMES)('%s', (name) => {
  // To update: npx vitest run --project unit packages/infra/src/documents -u
  it('the documents kept beside the blueprint are current', async () => {
    const folder = new URL(`../blueprints/${name}/docs/`, import.meta.url)
    const written = [...documentsOf(name)].filter(([path]) => path !== '.gitignore')
    for (const [path, text] of written) await expect(text).toMatchFileSnapshot(new URL(path, folder).pathname)
    expect((await readdir(folder)).toSorted()).toEqual(written.map(([path]) => path).toSorted())
  })

  it.each(['as declared', 'in production'])('hold no gap and no value that is none, %s', (profile) => {
    for (const [path, text] of documentsOf(name, profile === 'in production' ? inProduction : undefined)) {
      for (const unwanted of ['undefined', '[object', 'NaN', 'null%'])
        expect(`${path}: ${text}`).not.toContain(unwanted)
      expect(text).toMatch(/\S\n$/)
    }
  })

  it('links lead to documents that are written', () => {
    const all = documentsOf(name)
    for (const [path, text] of all) {
      for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)\)/g))
        expect([path, [...all.keys()]]).toEqual([path, expect.arrayContaining([target])])
    }
  })

  it('the runbook names only outputs that the design has', () => {
    const [spec] = specsOf(blueprintText(name))
    if (spec === undefined) throw new Error(`${name} has no environment`)
    const keys = design(spec).outputs.map(({ key }) => key)
    const named = [...(documentsOf(name).get('runbook.md') ?? '').matchAll(/\$\(out (\w+)\)/g)].map(([, key]) => key)
    expect(named.length).toBeGreaterThan(3)
    expect(keys).toEqual(expect.arrayContaining(named))
  })

  it('the runbook has a command for every step of the traffic', () => {
    const [spec] = specsOf(blueprintText(name))
    const runbook = documentsOf(name).get('runbook.md') ?? ''
    for (const step of spec?.traffic.steps ?? []) {
      expect(runbook).toMatch(new RegExp(`TF_VAR_(traffic_weight|green_target_weight)=${step}\\b`))
    }
  })

  it.each(['ephemeral', 'production'])('the checklist tells the profile %s', (profile) => {
    const page =
      documentsOf(name, profile === 'production' ? inProduction : undefined).get('production-readiness.md') ?? ''
    const states = [...page.matchAll(/\| (on|off) \|/g)].map(([, state]) => state)
    expect(states.length).toBeGreaterThan(10)
    if (profile === 'production') expect(new Set(states)).toEqual(new Set(['on']))
    else expect(states).toContain('off')
  })

  it('nothing in the picture covers anything else, and all of it is inside', () => {
    const [spec] = specsOf(blueprintText(name))
    if (spec === undefined) throw new Error(`${name} has no environment`)
    const { nodes, width, height, routes } = layOut(architecture(design(spec)))
    const boxes = [...nodes.values()]
    for (const [index, a] of boxes.entries()) {
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true)
      for (const b of boxes.slice(index + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart).toBe(true)
      }
    }
    expect(routes.length).toBeGreaterThan(4)
  })
})
