import { formatDuration } from '@causeway/spec'
import type { Documented } from '../documents.ts'
import { flags } from '../facts.ts'
import { bullets, code, commands, page, table } from '../markdown.ts'
import { changesPart, loadPart, schemaPart } from './data-part.ts'
import { filesPart } from './files-part.ts'
import { commitPart, handOverPart, rollbackPart } from './hand-over-part.ts'
import { preparePart } from './prepare-part.ts'
import { shiftPart } from './shift-part.ts'

/** The way through the migration: each phase with the commands to type, what must hold, and the way back. */
export function runbookPage(documented: Documented): string {
  const { design } = documented
  return page(
    `# Runbook: ${design.system}, ${code(design.environment)}`,
    'Two things move, never in the same step: **authority** (which database accepts writes) and **weight** (the share of requests the tier in AWS serves). Until the hand-over every tier writes to the source, and giving all traffic back to blue loses nothing.',
    facts(documented),
    overview(documented),
    '## Every shell',
    commands(
      `out() { causeway infra outputs ${flags(design)} --json | jq -r ".data.$1"; }`,
      'task() { aws dms describe-replication-tasks --filters Name=replication-task-arn,Values="$1" --query "ReplicationTasks[0].$2" --output text; }',
    ),
    '`out KEY` is an output, `task ARN PATH` a property of a DMS task. Passwords: `~/.pgpass` or `~/.my.cnf`, never the command line. Write down who does each step, and when.',
    preparePart(documented),
    schemaPart(documented),
    loadPart(documented),
    changesPart(documented),
    filesPart(documented),
    shiftPart(documented),
    handOverPart(documented),
    rollbackPart(documented),
    commitPart(documented),
    alternative(documented),
  )
}

function facts({ spec, design }: Documented): string {
  const { window, atWeight, sequenceHeadroom } = spec.cutover
  const opens =
    window === null ? 'none declared: agree on one' : `${window.opensAt} to ${window.closesAt} (${hours(window)})`
  const { at } = design.replication.source
  return table(
    ['declared', 'value'],
    [
      [
        'source',
        at.kind === 'address'
          ? code(`${at.host}:${at.port}/${design.replication.source.databaseName}`)
          : `${code(design.replication.source.databaseName)} in the source VPC`,
      ],
      ['window of the hand-over', opens],
      ['lag below which traffic may shift', formatDuration(spec.gates.lagToShiftMs)],
      ['lag below which the hand-over may begin', formatDuration(spec.gates.lagToCutoverMs)],
      ['weight of green at the hand-over', `${atWeight} %`],
      ['head-room of sequences', String(sequenceHeadroom)],
      ['verification is good for', formatDuration(spec.verification.maxAgeMs)],
      ['way back stays open', formatDuration(spec.hold.durationMs)],
    ],
  )
}

function hours({ opensAt, closesAt }: { readonly opensAt: string; readonly closesAt: string }): string {
  return `${(Date.parse(closesAt) - Date.parse(opensAt)) / 3_600_000} h`
}

function overview({ spec, design }: Documented): string {
  const weights = design.traffic.phases.map(({ green }) => `${green}`).join(' → ')
  return table(
    ['phase', 'authority', 'green %', 'leaves when', 'way back'],
    [
      ['1 prepare', 'source', '0', 'deployed, both endpoints answer', 'destroy'],
      ['2 schema', 'source', '0', 'same objects on both sides', 'drop the target schema'],
      ['3 full load', 'source', '0', 'all tables loaded, indexes built', 'reload, destroy'],
      [
        '4 follow and compare',
        'source',
        '0',
        `lag under ${formatDuration(spec.gates.lagToShiftMs)}, no row differs`,
        'stop the tasks',
      ],
      ['5 shift', 'source', weights, 'each step holds for its bake time', 'weight back to 0'],
      ['6 hand-over', 'none', `${spec.cutover.atWeight}`, 'the decision', 'abort, before the decision'],
      [
        '7 hold',
        'target',
        '100',
        `${formatDuration(spec.hold.durationMs)} without a finding`,
        'rollback: the same, mirrored',
      ],
      ['8 commit', 'target', '100', '–', 'none'],
    ],
  )
}

/** PostgreSQL: Causeway's own engine does phases 2 to 8, each proven as it goes. */
function alternative({ spec, design }: Documented): string {
  if (spec.source.engine !== 'postgres') return ''
  return [
    '## Instead of phases 2 to 8: Causeway carries the data',
    `For PostgreSQL, Causeway moves schema, data and authority itself, with a fence that is proven, a reverse stream that runs before the decision, and exact verification inside a pause of at most ${formatDuration(spec.cutover.pauseBudgetMs)}. Run it where both databases are reached, such as a task in the application's security group; leave the DMS tasks stopped, and shift the weights as in phase 5. Rehearsed on PostgreSQL servers, not on RDS: rehearse it in an environment of its own first.`,
    commands(
      `causeway plan ${flags(design)}       # the grants an administrator gives, steps, estimates`,
      `causeway doctor ${flags(design)}     # everything that would stop or lose something`,
      `causeway run ${flags(design)}        # prepares, copies, follows, verifies, waits`,
      `causeway cutover --rehearse ${flags(design)}`,
      `causeway cutover --execute ${flags(design)}`,
      `causeway rollback ${flags(design)}   # or, at the end: causeway commit`,
    ),
    bullets([
      'It may be killed at any point; `causeway run` goes on from where it was.',
      'Never let DMS and Causeway write the same target.',
    ]),
  ].join('\n\n')
}
