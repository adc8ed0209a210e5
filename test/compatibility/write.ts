import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ENVIRONMENT_ROWS } from '../e2e/support/environments-rows.ts'
import { compatibilityPage } from './page.ts'
import { SUITES } from './suites.ts'

/** Writes docs/reference/compatibility.md from what the tests prove; with `--check` only compares. */
const NAME = 'docs/reference/compatibility.md'
const path = join(import.meta.dirname, '../..', NAME)
const text = compatibilityPage(SUITES, ENVIRONMENT_ROWS)
if (!process.argv.includes('--check')) await writeFile(path, text)
else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
  process.stderr.write(`${NAME} is not what the tests say: npm run reference\n`)
  process.exitCode = 1
}
