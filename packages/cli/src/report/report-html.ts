import { differText } from '../hosts/message-line.ts'
import { bytes, count, counted, duration } from '../hosts/units.ts'
import { seriesChart, waterfall } from './charts.ts'
import { handoverSection } from './handover-section.ts'
import { html, raw, type Html } from './html.ts'
import type { ReportData, ReportedClients, ReportedServer } from './report-data.ts'
import { dataTable, section } from './section.ts'
import { STYLE } from './style.ts'

const OUTCOME = {
  committed: 'Committed',
  'rolled-back': 'Rolled back',
  'given-up': 'Given up',
  'in-progress': 'In progress',
} as const

/** One page, without scripts and without anything from elsewhere; it can be mailed and archived as it is. */
export function reportHtml(data: ReportData): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${data.migration}: ${OUTCOME[data.outcome]}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <p class="eyebrow">Causeway migration report · environment ${data.environment}</p>
          <h1>${data.migration} <span class="badge ${data.outcome}">${OUTCOME[data.outcome]}</span></h1>
          <p class="sub">
            ${serversText(data)} ${data.startedAt.slice(0, 19).replace('T', ' ')} UTC,
            ${duration(Date.parse(data.finishedAt) - Date.parse(data.startedAt))}
          </p>
        </header>
        ${tiles(data)} ${timelineSection(data)} ${data.handovers.map(handoverSection)}
        ${data.clients === null ? '' : clientSection(data.clients)} ${verificationSection(data)} ${trafficSection(data)}
        ${gateSection(data)} ${findingSection(data)}
        <footer>
          Journal: ${counted(data.journal.events, 'event')}, chain ${data.journal.intact ? 'intact' : 'BROKEN'}, head
          <code>${data.journal.lastHash}</code>. ${systemsText(data)} Times are UTC. The record is report.json; this
          page is a view of it.
        </footer>
      </body>
    </html>`
  return page.text
}

function serversText({ source, target }: ReportData): Html | string {
  if (source === null || target === null) return ''
  const one = ({ version, database }: ReportedServer) => html`PostgreSQL ${version} <b>${database}</b>`
  return html`${one(source)} → ${one(target)} ·`
}

function systemsText({ source, target }: ReportData): string {
  if (source === null || target === null) return ''
  return `Source system ${source.systemIdentifier}, target system ${target.systemIdentifier}.`
}

type Tile = readonly [label: string, value: string, note: string]

function tiles({ handovers, clients, verification, load }: ReportData): Html | string {
  const facts: readonly Tile[] = [
    ...handovers
      .filter(({ decision }) => decision === 'COMMIT')
      .map(({ kind, pauseMs, interrupted, budgetMs }): Tile => {
        const name = kind === 'cutover' ? 'pause of the cut-over' : 'pause of the rollback'
        return [name, `${interrupted ? '≤ ' : ''}${duration(pauseMs)}`, `budget ${duration(budgetMs)}`]
      }),
    ...(clients === null ? [] : clientTiles(clients)),
    ...(verification === null
      ? []
      : [
          ['mismatches', count(verification.mismatches), `in ${counted(verification.tables.length, 'table')}`] as const,
        ]),
    ...(load === null
      ? []
      : [['full load', bytes(load.bytes), `${counted(load.rows, 'row')} in ${duration(load.durationMs)}`] as const]),
  ]
  if (facts.length === 0) return ''
  return html`<div class="tiles">
    ${facts.map(
      ([label, value, note]) =>
        html`<div class="tile"><span>${label}</span><strong>${value}</strong><small>${note}</small></div>`,
    )}
  </div>`
}

function clientTiles({ acked, found, lost, duplicated, errors, requests }: ReportedClients): readonly Tile[] {
  return [
    ['writes acknowledged', count(acked), `${count(found)} found afterwards`],
    ['lost / duplicated', `${count(lost)} / ${count(duplicated)}`, 'by a judge outside the product'],
    ['errors clients saw', count(errors), `of ${counted(requests, 'request')}`],
  ]
}

function timelineSection({ phases }: ReportData): Html | string {
  const lasting = phases.filter(({ durationMs }) => durationMs > 0)
  const first = Date.parse(lasting[0]?.at ?? '')
  if (lasting.length === 0) return ''
  return section(
    'Timeline',
    waterfall(
      lasting.map(({ phase, at, durationMs }) => ({
        label: phase,
        fromMs: Date.parse(at) - first,
        durationMs,
        hot: phase === 'cutover',
      })),
    ),
  )
}

function clientSection(clients: ReportedClients): Html {
  return section(
    'What clients saw',
    html`<p>
        Longest time without an acknowledged write, over all clients: <b>${duration(clients.longestGapMs)}</b>. A write
        took ${duration(clients.p50Ms)} at the median, ${duration(clients.p99Ms)} at p99.
      </p>
      ${clients.series.length === 0 ? '' : seriesChart(clients.series)}`,
  )
}

function verificationSection({ verification }: ReportData): Html | string {
  if (verification === null) return ''
  const { mismatches, differing, tables, finishedAt, durationMs, position } = verification
  const worstFirst = tables.toSorted((one, other) => other.mismatches - one.mismatches)
  return section(
    `Verification: ${differText(mismatches)}`,
    html`<p class="note">
        Every row of ${counted(tables.length, 'table')} compared in ${duration(durationMs)}, finished at
        ${finishedAt.slice(11, 19)}, up to position ${position} of the log.
      </p>
      ${
        differing.length === 0
          ? ''
          : dataTable(
              ['table', 'key', 'columns', 'what'],
              differing.map(({ table, key, columns, kind }) => [table, key, columns.join(', '), kind]),
            )
      }
      ${dataTable(
        ['table', '#rows compared', '#differ', 'method'],
        worstFirst.map((table) => [table.table, count(table.rows), count(table.mismatches), table.method]),
      )}`,
  )
}

function trafficSection({ weights }: ReportData): Html | string {
  if (weights.length === 0) return ''
  return section(
    'Traffic: share of green',
    dataTable(
      ['at', '#set', '#measured', '#p99 blue', '#p99 green', '#errors', 'why'],
      weights.map(({ at, configured, measured, blue, green, reason }) => [
        at.slice(11, 19),
        `${configured} %`,
        measured === null ? '–' : `${measured.toFixed(1)} %`,
        blue === null || blue.requests === 0 ? '–' : duration(blue.p99Ms),
        green === null || green.requests === 0 ? '–' : duration(green.p99Ms),
        blue === null || green === null ? '–' : count(blue.errors + green.errors),
        reason,
      ]),
    ),
  )
}

function gateSection({ gates }: ReportData): Html | string {
  if (gates.length === 0) return ''
  return section(
    'Gates',
    dataTable(
      ['at', 'gate', 'outcome', 'evidence'],
      gates.map(({ at, gate, outcome, message }) => [
        at.slice(11, 19),
        gate,
        html`<span class="${outcome}">${outcome}</span>`,
        message,
      ]),
    ),
  )
}

function findingSection({ findings }: ReportData): Html | string {
  if (findings.length === 0) return ''
  return section(
    'Preflight',
    dataTable(
      ['what', 'side', 'found', 'to do'],
      findings.map(({ severity, side, message, remedy }) => [severity, side, message, remedy === '' ? '–' : remedy]),
    ),
  )
}
