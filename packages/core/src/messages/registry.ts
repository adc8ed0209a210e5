import type { MessageLevel, MessageName } from './message.ts'
import type { MessageData } from './message-data.ts'

interface MessageInfo<Data> {
  readonly code: `CM-${number}`
  readonly level: MessageLevel
  /** When it is sent. */
  readonly description: string
  /** What each field means, with its unit. */
  readonly fields: { readonly [F in keyof Data]: string }
}

const HANDOVER = { number: 'counted over the life of the migration', kind: '`cutover` or `rollback`' } as const

/** Every message, and the reference page for them (`docs/reference/messages.md` is generated from it). */
export const MESSAGES = {
  'controller-started': {
    code: 'CM-1001',
    level: 'info',
    description: 'A controller has taken the lease and carries the migration on.',
    fields: { migration: 'name and suffix', holder: 'user, host and process', epoch: 'rises with every controller' },
  },
  'controller-stopped': {
    code: 'CM-1002',
    level: 'info',
    description: 'The controller is about to exit; nothing is half done.',
    fields: { reason: 'why', code: 'the error behind it, or null' },
  },
  'phase-changed': {
    code: 'CM-1101',
    level: 'info',
    description: 'The migration entered a phase.',
    fields: {
      from: 'phase before',
      to: 'phase now',
      event: 'what was established',
      authority: 'database that accepts writes now',
      weight: 'percent of requests green should serve',
    },
  },
  'waiting-for': {
    code: 'CM-1102',
    level: 'info',
    description: 'Nothing goes on until somebody or something acts.',
    fields: { what: 'what is waited for', command: 'what to type, or null when it passes by itself' },
  },
  paused: {
    code: 'CM-1103',
    level: 'info',
    description: 'An operator paused the migration.',
    fields: { reason: 'why' },
  },
  throttled: {
    code: 'CM-1104',
    level: 'warning',
    description: 'Work is slowed down on purpose.',
    fields: { reason: 'what it protects' },
  },
  stalled: {
    code: 'CM-1105',
    level: 'warning',
    description: 'Work that should move does not.',
    fields: { reason: 'what stands still, and since when' },
  },
  frozen: {
    code: 'CM-1106',
    level: 'error',
    description: 'The migration stopped and needs a person.',
    fields: { reason: 'what happened', code: 'the error behind it, or null', remedy: 'what to do' },
  },
  resumed: {
    code: 'CM-1107',
    level: 'info',
    description: 'An attribute of the phase was taken away.',
    fields: { from: '`paused`, `throttled`, `stalled` or `frozen`' },
  },
  warning: {
    code: 'CM-1201',
    level: 'warning',
    description: 'Something is not as it should be and does not stop the migration.',
    fields: { text: 'what, and what to do', code: 'the error behind it, or null' },
  },
  finding: {
    code: 'CM-1202',
    level: 'info',
    description: 'Preflight noticed something.',
    fields: {
      check: 'stable name of the check',
      severity: '`blocker`, `warning` or `information`',
      side: '`source`, `target` or `both`',
      message: 'what was found',
      remedy: 'what to do; empty for information',
    },
  },
  'table-progress': {
    code: 'CM-1301',
    level: 'info',
    description: 'A table reached another state of the full load.',
    fields: {
      table: 'schema-qualified',
      state: '`waiting`, `copying`, `copied`, `indexing` or `ready`',
      copiedBytes: 'bytes copied',
      totalBytes: 'bytes expected, an estimate',
      copiedRows: 'rows copied',
    },
  },
  'load-progress': {
    code: 'CM-1302',
    level: 'info',
    description: 'How far the full load is.',
    fields: {
      tablesReady: 'tables copied and indexed',
      tables: 'all tables',
      copiedBytes: 'bytes copied',
      totalBytes: 'bytes expected, an estimate',
      bytesPerSecond: 'rate now',
      etaSeconds: 'seconds to go, or null while unknown',
    },
  },
  'load-finished': {
    code: 'CM-1306',
    level: 'info',
    description: 'The full load ended: every table copied, every index and constraint built.',
    fields: { tables: 'tables copied', rows: 'rows copied', bytes: 'bytes copied', durationMs: 'milliseconds' },
  },
  'stream-status': {
    code: 'CM-1303',
    level: 'info',
    description: 'How change capture and apply are doing.',
    fields: {
      direction: '`forward` or `reverse`',
      state: '`stopped`, `connecting`, `streaming`, `backing-off` or `frozen`',
      reason: 'why it backs off or is frozen, or null',
      appliedPosition: 'opaque, or null',
      lagMs: 'milliseconds from a commit to its arrival, or null before the first heartbeat',
      backlogBytes: 'log not yet applied',
      appliedTransactions: 'transactions applied',
      appliedRows: 'rows applied',
      rowsPerSecond: 'rate now',
      clientTransactions: 'transactions that were not our own',
    },
  },
  'verification-progress': {
    code: 'CM-1304',
    level: 'info',
    description: 'How far the verification is.',
    fields: {
      table: 'schema-qualified',
      checkedRows: 'rows compared in it',
      tablesDone: 'tables compared',
      tables: 'all tables',
    },
  },
  'verification-result': {
    code: 'CM-1305',
    level: 'info',
    description: 'A verification ended.',
    fields: {
      tables: 'tables compared',
      rows: 'rows compared',
      mismatchCount: 'rows that differ',
      mismatches: 'the first of them: table, key, columns, kind; never values',
      inMotion: 'rows that changed during every attempt and wait',
      durationMs: 'milliseconds',
      position: 'of the log, up to which the result holds',
      perTable: 'rows, mismatches and method of each table',
    },
  },
  'gate-evaluated': {
    code: 'CM-1401',
    level: 'info',
    description: 'A gate was evaluated.',
    fields: {
      gate: 'name',
      outcome: '`pass`, `fail` or `inconclusive`',
      value: 'measured, or null when not known',
      threshold: 'allowed',
      samples: 'measurements it stands on',
      measuredAt: 'ISO 8601, or null',
      message: 'one sentence',
    },
  },
  'weight-set': {
    code: 'CM-1402',
    level: 'info',
    description: 'The share of requests green should serve changed.',
    fields: { from: 'percent before', to: 'percent now', reason: 'why' },
  },
  'traffic-measured': {
    code: 'CM-1403',
    level: 'info',
    description: 'What was measured on both tiers since the last weight.',
    fields: {
      weight: 'percent configured',
      blue: 'sent, requests (answered), errors, requestsPerSecond, p50Ms, p95Ms, p99Ms',
      green: 'the same',
    },
  },
  clients: {
    code: 'CM-1501',
    level: 'info',
    description: 'The applications obeyed.',
    fields: { action: '`held`, `following` or `released`', authority: 'database that accepts writes now' },
  },
  'handover-started': {
    code: 'CM-1502',
    level: 'info',
    description: 'A hand-over of authority began.',
    fields: { ...HANDOVER, pauseBudgetMs: 'milliseconds the pause may last' },
  },
  'handover-step': {
    code: 'CM-1503',
    level: 'info',
    description: 'A step of the hand-over ended.',
    fields: {
      ...HANDOVER,
      step: 'name',
      durationMs: 'milliseconds it took',
      remainingMs: 'milliseconds of the budget left',
    },
  },
  'handover-decided': {
    code: 'CM-1504',
    level: 'info',
    description: 'The decision is written; it never changes.',
    fields: { ...HANDOVER, decision: '`COMMIT` or `ABORT`' },
  },
  'handover-aborted': {
    code: 'CM-1505',
    level: 'warning',
    description: 'The hand-over was undone; authority is where it was.',
    fields: { ...HANDOVER, reason: 'why', code: 'the error behind it, or null' },
  },
  'paused-for': {
    code: 'CM-1506',
    level: 'info',
    description: 'Clients go on; this is how long they waited.',
    fields: {
      ...HANDOVER,
      pauseMs: 'milliseconds',
      budgetMs: 'milliseconds allowed',
      steps: 'each step and its milliseconds',
    },
  },
  'report-written': {
    code: 'CM-1601',
    level: 'info',
    description: 'A report is on disk.',
    fields: { path: 'where' },
  },
} as const satisfies { readonly [N in MessageName]: MessageInfo<MessageData[N]> }
