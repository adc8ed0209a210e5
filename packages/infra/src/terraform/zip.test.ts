import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { zipOf } from './zip.ts'

/** Reads with another implementation than ours; Python is on every machine the servers run on. */
const READ =
  'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); z.testzip(); print(z.namelist(), z.read("a.mjs").decode(), end="")'

const python = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0
  } catch {
    return false
  }
})()

test.skipIf(!python)('another program reads what was written (needs python3)', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'causeway-zip-'))
  const file = path.join(directory, 'a.zip')
  writeFileSync(file, zipOf('a.mjs', 'text é'))
  const read = execFileSync('python3', ['-c', READ, file], { encoding: 'utf8' })
  rmSync(directory, { recursive: true })
  expect(read).toBe("['a.mjs'] text é")
})

test('the same content gives the same bytes', () => {
  expect(zipOf('a.mjs', 'x').equals(zipOf('a.mjs', 'x'))).toBe(true)
})
