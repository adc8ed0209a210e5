import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MANIFEST, outOfDate, writeGenerated, type Origin } from './generated-files.ts'

const ORIGIN: Origin = { system: 'inventory', environment: 'dev', tool: 'terraform' }
const FIRST = new Map([
  ['main.tf', 'one\n'],
  ['tests/design.tftest.hcl', 'two\n'],
])

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-generated-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const write = async (files: ReadonlyMap<string, string>, force = false) =>
  await writeGenerated(folder, files, ORIGIN, force)
const read = async (path: string) => await readFile(join(folder, path), 'utf8')

describe('writeGenerated', () => {
  it('writes what is new and touches nothing twice', async () => {
    expect(await write(FIRST)).toEqual({ written: ['main.tf', 'tests/design.tftest.hcl'], removed: [], unchanged: 0 })
    expect(await read('tests/design.tftest.hcl')).toBe('two\n')
    expect(await write(FIRST)).toEqual({ written: [], removed: [], unchanged: 2 })
  })

  it('removes what is not wanted any more, and nothing of other origin', async () => {
    await write(FIRST)
    await writeFile(join(folder, 'mine.tf'), 'mine')
    expect(await write(new Map([['main.tf', 'new\n']]))).toEqual({
      written: ['main.tf'],
      removed: ['tests/design.tftest.hcl'],
      unchanged: 0,
    })
    expect([await read('main.tf'), await read('mine.tf')]).toEqual(['new\n', 'mine'])
  })

  it.each([
    ['a file that was changed', 'main.tf', new Map([['main.tf', 'new\n']])],
    ['a changed file that would go', 'main.tf', new Map([['other.tf', 'new\n']])],
    ['a file that was there before', 'other.tf', new Map([...FIRST, ['other.tf', 'new\n']])],
  ])('%s is not overwritten, and nothing else is written', async (_, path, files) => {
    await write(FIRST)
    await writeFile(join(folder, path), 'by hand\n')
    const before = await Promise.all((await readdir(folder)).filter((name) => name.endsWith('.tf')).map(read))
    await expect(write(files)).rejects.toMatchObject({ code: 'CW-0275', message: expect.stringContaining(path) })
    expect(await Promise.all((await readdir(folder)).filter((name) => name.endsWith('.tf')).map(read))).toEqual(before)
    expect(await read(path)).toBe('by hand\n')

    await write(files, true)
    if (files.has(path)) expect(await read(path)).toBe('new\n')
    else await expect(read(path)).rejects.toThrow('ENOENT')
  })

  it('a change by hand that is what would be written is none', async () => {
    await write(FIRST)
    await writeFile(join(folder, 'main.tf'), 'new\n')
    expect(await write(new Map([...FIRST, ['main.tf', 'new\n']]))).toMatchObject({ unchanged: 2 })
  })

  it('leaves no half-written file beside', async () => {
    await write(FIRST)
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(
      [MANIFEST, 'main.tf', 'tests', 'tests/design.tftest.hcl'].toSorted(),
    )
  })
})

describe('outOfDate', () => {
  it('is null for what was written, even when a person changed it', async () => {
    await write(FIRST)
    await writeFile(join(folder, 'main.tf'), 'by hand\n')
    expect(await outOfDate(folder, FIRST, ORIGIN)).toBeNull()
  })

  it.each<readonly [string, ReadonlyMap<string, string>, Origin, string]>([
    ['another text', new Map([...FIRST, ['main.tf', 'new\n']]), ORIGIN, 'main.tf'],
    ['another file', new Map([...FIRST, ['more.tf', '']]), ORIGIN, 'more.tf'],
    ['a file less', new Map([['main.tf', 'one\n']]), ORIGIN, 'tests/design.tftest.hcl'],
    ['another environment', FIRST, { ...ORIGIN, environment: 'prod' }, 'environment dev, not prod'],
    ['another tool', FIRST, { ...ORIGIN, tool: 'cdk' }, 'tool terraform, not cdk'],
  ])('says what differs: %s', async (_, files, origin, text) => {
    await write(FIRST)
    expect(await outOfDate(folder, files, origin)).toContain(text)
  })

  it('says that nothing is there, or that a file is gone', async () => {
    expect(await outOfDate(folder, FIRST, ORIGIN)).toContain('nothing was synthesised')
    await write(FIRST)
    await rm(join(folder, 'main.tf'))
    expect(await outOfDate(folder, FIRST, ORIGIN)).toContain('missing')
  })
})
