import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { CausewayError } from '@causeway/core'
import { jsonSchema, template } from '@causeway/spec'
import type { Io } from '../io.ts'
import { printResult } from '../output.ts'
import { command } from './command-options.ts'

const SCHEMA_FILE = 'migration.schema.json'

interface InitOptions {
  readonly file: string
  readonly name?: string
  readonly json: boolean
}

/** Writes a declaration that is valid as it stands, and its JSON Schema for editors; never over an existing file. */
export function initCommand(io: Io): Command {
  return command('init', 'write a commented migration.yaml and its JSON Schema', [
    'causeway init',
    'causeway init --name inventory',
  ])
    .option('-f, --file <path>', 'where to write', 'migration.yaml')
    .option('-n, --name <name>', 'name of the migration (default: the folder)')
    .action(async (options: InitOptions) => {
      const path = resolve(io.cwd, options.file)
      const name = options.name ?? nameOf(dirname(path))
      const schemaPath = join(dirname(path), '.causeway', SCHEMA_FILE)
      await mkdir(dirname(schemaPath), { recursive: true })
      await writeFile(path, template({ name, schemaPath: `.causeway/${SCHEMA_FILE}` }), { flag: 'wx' }).catch(
        (cause: NodeJS.ErrnoException) => {
          if (cause.code !== 'EEXIST') throw cause
          throw new CausewayError('CW-0254', `${path} is already there; choose another with --file`, { cause })
        },
      )
      await writeFile(schemaPath, `${JSON.stringify(jsonSchema(), null, 2)}\n`)
      printResult(io, options.json, {
        data: { path, schemaPath },
        text: `wrote ${path}`,
        nextSteps: ['edit hosts, databases and credentials', 'causeway doctor'],
      })
    })
}

/** The folder's name as a migration's name: lower case, letters, digits and hyphens. */
function nameOf(folder: string): string {
  const words = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
  return words.length < 3 ? 'migration' : words.slice(0, 40)
}
