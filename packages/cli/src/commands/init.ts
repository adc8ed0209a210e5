import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { CausewayError } from '@causeway/core'
import { jsonSchema, parse, template } from '@causeway/spec'
import { failedWith, onFile } from '../files.ts'
import type { Io } from '../io.ts'
import { refusal } from '../load-spec.ts'
import { printResult } from '../output.ts'
import { command } from './command-options.ts'

/** Where editors find the schema, from the declaration. */
const SCHEMA_PATH = '.causeway/migration.schema.json'

/** So that name and suffix of the default environment still fit into what the servers take. */
const NAME_MAX = 37

interface InitOptions {
  readonly file: string
  readonly name?: string
  readonly blueprint?: string
  readonly listBlueprints: boolean
  readonly json: boolean
}

/** Writes a declaration that is valid as it stands, and its JSON Schema for editors; never over an existing file. */
export function initCommand(io: Io): Command {
  return command('init', 'write a commented migration.yaml and its JSON Schema', [
    'causeway init',
    'causeway init --name inventory --file inventory/migration.yaml',
    'causeway init --list-blueprints',
    'causeway init --blueprint inventory-postgres && causeway infra synth',
  ])
    .option('-f, --file <path>', 'where to write', 'migration.yaml')
    .option('-n, --name <name>', 'name of the migration (default: the folder, or the blueprint)')
    .option('-b, --blueprint <name>', 'begin with a whole system, its AWS side included')
    .option('--list-blueprints', 'say which blueprints there are, and write nothing', false)
    .action(async (options: InitOptions) => {
      if (options.listBlueprints) return await listBlueprints(io, options)
      const path = resolve(io.cwd, options.file)
      const text = await declarationFor(options, path)
      const judged = parse(text, path)
      if (!judged.ok) throw refusal(options.file, judged.problems)
      const schemaPath = join(dirname(path), SCHEMA_PATH)
      await onFile(path, async () => await writeNew(path, text))
      await onFile(schemaPath, async () => await writeAnew(schemaPath, `${JSON.stringify(jsonSchema(), null, 2)}\n`))
      const isSystem = options.blueprint !== undefined
      printResult(io, options.json, {
        data: { path, schemaPath },
        text: `wrote ${path}: ${isSystem ? 'change what differs in your system' : 'fill in hosts, databases and credentials'}`,
        nextSteps: isSystem ? ['causeway infra synth', 'causeway infra cost'] : ['causeway doctor'],
      })
    })
}

async function declarationFor({ blueprint, name }: InitOptions, path: string): Promise<string> {
  if (blueprint === undefined) return template({ name: name ?? nameOf(dirname(path)), schemaPath: SCHEMA_PATH })
  const { BLUEPRINTS, isBlueprint, readBlueprint } = await import('@causeway/infra')
  if (!isBlueprint(blueprint)) {
    const known = Object.keys(BLUEPRINTS).join(', ')
    throw new CausewayError('CW-0271', `there is no blueprint ${JSON.stringify(blueprint)}; there are ${known}`)
  }
  const text = await readBlueprint(blueprint)
  const named = name === undefined ? text : text.replace(/^name: .*$/m, () => `name: ${JSON.stringify(name)}`)
  return `# yaml-language-server: $schema=${SCHEMA_PATH}\n${named}`
}

async function listBlueprints(io: Io, { json }: InitOptions): Promise<void> {
  const { BLUEPRINTS } = await import('@causeway/infra')
  const width = Math.max(...Object.keys(BLUEPRINTS).map((name) => name.length))
  const lines = Object.entries(BLUEPRINTS).map(([name, what]) => `${name.padEnd(width)}  ${what}`)
  printResult(io, json, { data: BLUEPRINTS, text: lines.join('\n') })
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text, { flag: 'wx' })
  } catch (cause) {
    if (!failedWith('EEXIST', cause)) throw cause
    throw new CausewayError('CW-0254', `${path} is already there; choose another with --file`, { cause })
  }
}

async function writeAnew(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

/** The folder's name as a migration's name: lower case, letters, digits and hyphens. */
function nameOf(folder: string): string {
  const words = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, NAME_MAX)
    .replace(/-+$/, '')
  return words.length < 3 ? 'migration' : words
}
