import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CausewayError, readJournal } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { onFile } from '../files.ts'
import { collectReport } from './collect-report.ts'
import { reportHtml } from './report-html.ts'
import type { ReportData, ReportedClients } from './report-data.ts'

export interface WrittenReport {
  readonly html: string
  readonly json: string
  readonly data: ReportData
}

/** Writes `report.json`, the record, and `report.html`, a view of it. @throws CW-0256 nothing journaled yet, CW-0257 */
export async function writeReport(
  spec: ResolvedSpec,
  folder = join(spec.stateDir, 'report'),
  clients: ReportedClients | null = null,
): Promise<WrittenReport> {
  await using journal = readJournal(spec.stateDir)
  if (journal === null)
    throw new CausewayError('CW-0256', `there is no journal in ${spec.stateDir}: nothing has been started here`)
  const data = await collectReport(spec, journal, clients)
  await onFile(folder, async () => await mkdir(folder, { recursive: true }))
  const json = join(folder, 'report.json')
  const html = join(folder, 'report.html')
  await replaceFile(json, `${JSON.stringify(data, null, 2)}\n`)
  await replaceFile(html, reportHtml(data))
  return { html, json, data }
}

/** A report is there whole or not at all. */
async function replaceFile(path: string, text: string): Promise<void> {
  await onFile(path, async () => {
    await writeFile(`${path}.new`, text)
    await rename(`${path}.new`, path)
  })
}
