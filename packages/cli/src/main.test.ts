import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERRORS, openJournal } from '@causeway/core'
import { parse } from '@causeway/spec'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Exit } from './exit.ts'
import { fakeIo, runMain } from './fixtures/fake-io.ts'
import { loadSpec } from './load-spec.ts'
import { everyCommand, program } from './program.ts'

let cwd: string

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'causeway-cli-'))
})

afterEach(async () => {
  await rm(cwd, { recursive: true })
})

describe('help', () => {
  const commands = everyCommand(program(fakeIo()))
  const names = commands.map((command) => command.name())

  it('there is every command of the manual', () => {
    const wanted = 'init doctor plan run status tables verify traffic cutover rollback commit report infra explain demo'
    expect(names).toEqual(expect.arrayContaining(wanted.split(' ')))
  })

  it.each(commands.map((command) => [command.name(), command] as const))(
    '%s has examples, and only valid ones',
    async (_, command) => {
      let help = ''
      command.configureOutput({ writeOut: (text) => void (help += text) })
      command.outputHelp()
      expect(help).not.toContain('(default: false)')
      const examples = help.split('Examples:\n')[1]?.match(/^ {2}\$ .*$/gm) ?? []
      expect(examples.length).toBeGreaterThan(0)
      for (const example of examples) {
        for (const [, line = ''] of example.matchAll(/causeway ([^|&#]*)/g)) {
          const words = line.trim().split(/\s+/)
          expect(names).toContain(words[0])
          for (const flag of words.filter((word) => word.startsWith('--'))) expect(optionsOf(words)).toContain(flag)
        }
      }
    },
  )

  function optionsOf(words: readonly string[]): readonly string[] {
    return commands
      .filter((command) => words.includes(command.name()))
      .flatMap((command) => command.options.map((option) => option.long ?? ''))
  }

  it.each([[['--help']], [['help', 'run']], [['traffic', 'set', '--help']], [['--version']]])(
    '%s is a result',
    async (args) => {
      const { code, stdout, stderr } = await runMain(args)
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).not.toBe('')
    },
  )

  it.each([[[]], [['traffic']]])('%s alone shows help as a mistake', async (args) => {
    const { code, stdout, stderr } = await runMain(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Usage: causeway')
  })

  it('the version is that of the package', async () => {
    const manifest = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      version: string
    }
    expect((await runMain(['--version'])).stdout).toBe(`${manifest.version}\n`)
  })
})

describe('a command line that is not understood', () => {
  it.each([
    [['stats'], "unknown command 'stats'"],
    [['status', '--wach'], "unknown option '--wach'"],
    [['status', 'now'], "too many arguments for 'status'"],
    [['traffic', 'set'], "missing required argument 'weight'"],
    [['traffic', 'set', '12.5'], 'the weight is a whole number from 0 to 100, not "12.5"'],
    [['traffic', 'set', '101'], 'the weight is a whole number from 0 to 100, not "101"'],
    [['cutover'], 'say what is meant'],
    [['cutover', '--dry-run', '--execute'], 'say what is meant'],
    [['demo', '--rows', 'many'], 'a whole number from 1000 to 50000000, not "many"'],
    [['demo', '--from', '9'], 'Allowed choices are 13'],
    [['run', '--file'], 'argument missing'],
  ])('%j is one coded error with exit code 2', async (args, text) => {
    const plain = await runMain(args, { cwd })
    expect([plain.code, plain.stdout]).toEqual([2, ''])
    expect(plain.stderr).toContain('CW-0253 arguments not understood: ')
    expect(plain.stderr).toContain(text)
    expect(plain.stderr).not.toContain('error:')

    const json = await runMain([...args, '--json'], { cwd })
    expect(json.code).toBe(2)
    if (args.at(-1) !== '--file') expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'CW-0253' } })
  })
})

describe('init', () => {
  it('writes a declaration that is valid as it stands, and its schema', async () => {
    const { code, stdout } = await runMain(['init', '--json'], { cwd })
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { nextSteps: ['causeway doctor'] }])
    const path = join(cwd, 'migration.yaml')
    expect(parse(await readFile(path, 'utf8'), path)).toMatchObject({ ok: true })
    expect(JSON.parse(await readFile(join(cwd, '.causeway/migration.schema.json'), 'utf8'))).toHaveProperty(
      'properties',
    )
  })

  it.each([
    ['My Shop (2031)', 'my-shop-2031'],
    ['2031-shop', 'shop'],
    ['x', 'migration'],
    [`${'long-'.repeat(7)}x-and-more`, 'long-long-long-long-long-long-long-x'],
  ])('names the migration after the folder %j', async (folder, name) => {
    await mkdir(join(cwd, folder))
    expect((await runMain(['init'], { cwd: join(cwd, folder) })).code).toBe(0)
    expect(await readFile(join(cwd, folder, 'migration.yaml'), 'utf8')).toContain(`\nname: ${name}\n`)
    const spec = await loadSpec(fakeIo({ cwd: join(cwd, folder) }), { file: 'migration.yaml' })
    expect(spec.name).toBe(name)
  })

  it('writes nothing over an existing file, and nothing beside it', async () => {
    await writeFile(join(cwd, 'migration.yaml'), 'mine')
    const { code, stderr } = await runMain(['init'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('CW-0254')])
    expect(await readFile(join(cwd, 'migration.yaml'), 'utf8')).toBe('mine')
    await expect(readFile(join(cwd, '.causeway/migration.schema.json'))).rejects.toThrow('ENOENT')
  })

  it('refuses a name that no declaration may have, before it writes', async () => {
    const { code, stderr } = await runMain(['init', '--name', 'My Shop'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('CW-0206')])
    await expect(readFile(join(cwd, 'migration.yaml'))).rejects.toThrow('ENOENT')
  })
})

describe('the declaration', () => {
  it.each(['doctor', 'plan', 'run', 'status', 'tables', 'verify', 'report', 'commit'])(
    '%s says when there is none',
    async (name) => {
      expect(await runMain([name], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('CW-0252') })
    },
  )

  it('one that cannot be read is not one that is missing', async () => {
    await mkdir(join(cwd, 'migration.yaml'))
    expect(await runMain(['status'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('CW-0257') })
  })

  it.each(['doctor', 'plan', 'run'])('%s refuses an engine whose data it cannot move', async (name) => {
    const side = (host: string) => `{ engine: mysql, version: 8, host: ${host}, database: app, user: mover }`
    await writeFile(join(cwd, 'migration.yaml'), `name: payments\nsource: ${side('old')}\ntarget: ${side('new')}\n`)
    const { code, stderr } = await runMain([name], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('CW-0258')
    expect(stderr).toContain('source.engine is mysql')
  })

  it('every problem is shown with its place, and the code is that of the first', async () => {
    await writeFile(join(cwd, 'migration.yaml'), 'name: X\nsource: {}\n')
    const { code, stderr } = await runMain(['status'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^CW-0204 .*the declaration has 7 problems:\n {2}migration\.yaml:1:1 CW-0204 target is missing/m,
    )
    expect(stderr).toContain('\n  migration.yaml:1:7 CW-0206 name must be 3 to 40 lower-case letters')
  })
})

describe('explain', () => {
  it.each(['CW-0802', 'cw-0802'])('%s says what to do', async (code) => {
    expect((await runMain(['explain', code])).stdout).toBe(
      `CW-0802 ${ERRORS['CW-0802'].title}\nexit code    8\ndisposition  user\nto do        ${ERRORS['CW-0802'].remedy}\n`,
    )
  })

  it('without a code lists all, in order', async () => {
    const { stdout } = await runMain(['explain'])
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 7)),
    ).toEqual(Object.keys(ERRORS).toSorted())
    expect(JSON.parse((await runMain(['explain', '--json'])).stdout)).toMatchObject({
      data: { length: Object.keys(ERRORS).length },
    })
  })

  it.each(['CW-9999', 'nonsense', 'toString', '__proto__'])('%s is no code', async (code) => {
    expect(await runMain(['explain', code])).toMatchObject({ code: 2, stderr: expect.stringContaining('CW-0255') })
  })
})

it('a level of the log that does not exist is refused', async () => {
  await runMain(['init'], { cwd })
  const ran = await runMain(['doctor'], { cwd, env: { CAUSEWAY_LOG: 'loud' } })
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('CAUSEWAY_LOG is one of silent, error') })
})

it('--no-input is taken by every command: none asks anything', async () => {
  expect(await runMain(['explain', 'CW-0101', '--no-input'])).toMatchObject({ code: 0 })
})

it('a signal is no failure: its own exit code, and no word', async () => {
  const signal = AbortSignal.abort(new Exit(130, 'stopped by SIGINT'))
  await runMain(['init'], { cwd })
  expect(await runMain(['doctor'], { cwd, signal })).toEqual({ code: 130, stdout: '', stderr: '' })
})

it('a report that cannot be written says so', async () => {
  await runMain(['init'], { cwd })
  const { stateDir } = await loadSpec(fakeIo({ cwd }), { file: 'migration.yaml' })
  await openJournal(stateDir, 'a test')[Symbol.asyncDispose]()
  await writeFile(join(cwd, 'file'), '')
  const ran = await runMain(['report', '--out', 'file/below'], { cwd })
  expect(ran).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`CW-0257 file cannot be read or written: ${join(cwd, 'file/below')}`),
  })
})
