import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { errorsPage, messagesPage } from '@causeway/core'
import { coveragePage } from '@causeway/infra/coverage'
import { jsonSchema, referencePage } from '@causeway/spec'
import { commandsPage } from './commands-page.ts'

/**
 * Writes docs/reference from the registries and the schema; with `--check` only compares, and fails when a page is not what
 * the code says.
 */
const root = join(import.meta.dirname, '../../../..')
const folder = join(root, 'docs/reference')

const PAGES: Readonly<Record<string, () => string>> = {
  'errors.md': errorsPage,
  'messages.md': messagesPage,
  'migration-yaml.md': referencePage,
  'migration.schema.json': () => `${JSON.stringify(jsonSchema(), null, 2)}\n`,
  'commands.md': commandsPage,
  'coverage.md': coveragePage,
}

const checking = process.argv.includes('--check')
await mkdir(folder, { recursive: true })
for (const [name, page] of Object.entries(PAGES)) {
  const path = join(folder, name)
  const text = page()
  if (!checking) await writeFile(path, text)
  else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    console.error(`${relative(root, path)} is not what the code says: npm run reference`)
    process.exitCode = 1
  }
}
