import { bytes, count, duration } from '../hosts/units.ts'
import { barChart, seriesChart, timeline } from './charts.ts'
import { html, raw, type Html } from './html.ts'
import type { ReportData, ReportedClients, ReportedHandover } from './report-data.ts'
import { STYLE } from './style.ts'

const OUTCOME = { committed: 'Committed', 'rolled-back': 'Rolled back', 'in-progress': 'In progress' } as const

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
          <p class="eyebrow">Causeway migration report · ${data.environment}</p>
          <h1>${data.migration} <span class="badge ${data.outcome}">${OUTCOME[data.outcome]}</span></h1>
          <p class="sub">
            PostgreSQL ${data.source.version} <b>${data.source.database}</b> → PostgreSQL ${data.target.version}
            <b>${data.target.database}</b> · ${data.startedAt.slice(0, 19).replace('T', ' ')} UTC,
            ${duration(Date.parse(data.finishedAt) - Date.parse(data.startedAt))}
          </p>
        </header>
        ${tiles(data)} ${section('Timeline', timeline(data.phases.filter((phase) => phase.durationMs > 0)))}
        ${data.handovers.map(handoverSection)} ${data.clients === null ? '' : clientSection(data.clients)}
        ${verificationSection(data)} ${trafficSection(data)} ${gateSection(data)} ${findingSection(data)}
        <footer>
          Journal: ${count(data.journal.events)} events, chain ${data.journal.intact ? 'intact' : 'BROKEN'}, head
          <code>${data.journal.lastHash}</code>. Source system ${data.source.systemIdentifier}, target system
          ${data.target.systemIdentifier}. The record is report.json; this page is a view of it.
        </footer>
      </body>
    </html>`
  return page.text
}

function tiles(data: ReportData): Html {
  const pauses = data.handovers.filter((handover) => handover.decision === 'COMMIT')
  const facts: (readonly [string, string, string])[] = [
    ...pauses.map(
      (handover) =>
        [`${handover.kind} pause`, duration(handover.pauseMs), `budget ${duration(handover.budgetMs)}`] as const,
    ),
    ...(data.clients === null
      ? []
      : ([
          ['writes acknowledged', count(data.clients.acked), `${count(data.clients.found)} found`],
          ['lost / duplicated', `${data.clients.lost} / ${data.clients.duplicated}`, 'judged outside the product'],
          ['client errors', count(data.clients.errors), `of ${count(data.clients.requests)} requests`],
        ] as const)),
    ...(data.verification === null
      ? []
      : ([
          ['mismatches', count(data.verification.mismatches), `in ${data.verification.tables.length} tables`],
        ] as const)),
    ...(data.load === null
      ? []
      : ([
          ['full load', bytes(data.load.bytes), `${count(data.load.rows)} rows in ${duration(data.load.durationMs)}`],
        ] as const)),
  ]
  return html`<div class="tiles">
    ${facts.map(([label, value, note]) => html`<div class="tile"><span>${label}</span><strong>${value}</strong><small>${note}</small></div>`)}
  </div>`
}

function handoverSection(handover: ReportedHandover): Html {
  const title = `${handover.kind === 'cutover' ? 'Cut-over' : 'Rollback'} ${handover.number}: ${handover.decision}, clients waited ${duration(handover.pauseMs)}`
  return section(
    title,
    html`${handover.reason === null ? '' : html`<p class="warn">${handover.reason}</p>`}
    ${barChart(handover.steps.map(({ step, durationMs }) => ({ label: step, value: durationMs, text: duration(durationMs) })))}`,
  )
}

function clientSection(clients: ReportedClients): Html {
  return section(
    'What clients saw',
    html`<p>
        Longest time without an acknowledged write, over all clients: <b>${duration(clients.longestGapMs)}</b>. p50
        ${duration(clients.p50Ms)}, p99 ${duration(clients.p99Ms)}.
      </p>
      ${seriesChart(clients.series)}`,
  )
}

function verificationSection(data: ReportData): Html | string {
  const { verification } = data
  if (verification === null) return ''
  return section(
    `Verification: ${verification.mismatches} mismatches up to ${verification.position}`,
    html`<table>
      <thead>
        <tr>
          <th>table</th>
          <th class="n">rows compared</th>
          <th class="n">mismatches</th>
          <th>method</th>
        </tr>
      </thead>
      <tbody>
        ${verification.tables.map(
          (table) =>
            html`<tr>
              <td>${table.table}</td>
              <td class="n">${count(table.rows)}</td>
              <td class="n">${count(table.mismatches)}</td>
              <td>${table.method}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  )
}

function trafficSection(data: ReportData): Html | string {
  if (data.weights.length === 0) return ''
  return section(
    'Traffic',
    html`<table>
      <thead>
        <tr>
          <th>at</th>
          <th class="n">configured</th>
          <th class="n">measured</th>
          <th class="n">blue p99</th>
          <th class="n">green p99</th>
          <th class="n">errors</th>
        </tr>
      </thead>
      <tbody>
        ${data.weights.map(
          ({ at, configured, measured, blue, green }) =>
            html`<tr>
              <td>${at.slice(11, 19)}</td>
              <td class="n">${configured} %</td>
              <td class="n">${measured === null ? '–' : `${measured.toFixed(1)} %`}</td>
              <td class="n">${blue === null ? '–' : duration(blue.p99Ms)}</td>
              <td class="n">${green === null ? '–' : duration(green.p99Ms)}</td>
              <td class="n">${(blue?.errors ?? 0) + (green?.errors ?? 0)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  )
}

function gateSection(data: ReportData): Html | string {
  if (data.gates.length === 0) return ''
  return section(
    'Gates',
    html`<table>
      <thead>
        <tr>
          <th>at</th>
          <th>gate</th>
          <th>outcome</th>
          <th>value</th>
          <th>allowed</th>
        </tr>
      </thead>
      <tbody>
        ${data.gates.map(
          (gate) =>
            html`<tr>
              <td>${gate.at.slice(11, 19)}</td>
              <td>${gate.gate}</td>
              <td class="${gate.outcome}">${gate.outcome}</td>
              <td>${gate.value}</td>
              <td>${gate.threshold}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  )
}

function findingSection(data: ReportData): Html | string {
  if (data.findings.length === 0) return ''
  return section(
    'Preflight',
    html`<ul>
      ${data.findings.map((finding) => html`<li><b>${finding.severity}</b> (${finding.side}): ${finding.message}</li>`)}
    </ul>`,
  )
}

function section(title: string, body: Html): Html {
  return html`<section>
    <h2>${title}</h2>
    ${body}
  </section>`
}
