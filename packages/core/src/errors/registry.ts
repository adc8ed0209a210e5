import { databaseErrors } from './database-errors.ts'
import { DECLARATION_ERRORS } from './declaration-errors.ts'
import type { ErrorInfo } from './error-info.ts'
import { INFRASTRUCTURE_ERRORS } from './infrastructure-errors.ts'
import { streamErrors } from './stream-errors.ts'

export type { Disposition, ErrorInfo } from './error-info.ts'

/**
 * Every code Causeway can fail with; this table is the reference page (`docs/reference/errors.md` is generated from it).
 *
 * The first two digits are the exit code: 01 internal, 02 usage or declaration, 03 blocked by a gate or waiting for
 * approval, 04 aborted or rolled back, 05 mismatch, 06 source, 07 target, 08 lease lost, 09 timed out, 10 frozen.
 */
export const ERRORS = {
  'CW-0101': {
    title: 'internal error',
    disposition: 'fatal',
    remedy:
      'this is a defect of Causeway: report it with the journal and the log; resuming with `causeway run` is safe',
  },
  ...DECLARATION_ERRORS,
  ...INFRASTRUCTURE_ERRORS,
  'CW-0250': {
    title: 'not a command of the controller',
    disposition: 'user',
    remedy: 'use the command line of the same version as the controller',
  },
  'CW-0251': {
    title: 'path too long for a control socket',
    disposition: 'user',
    remedy: 'set stateDir to a shorter path',
  },
  'CW-0252': {
    title: 'declaration not found',
    disposition: 'user',
    remedy: 'name it with --file, or write one with `causeway init`',
  },
  'CW-0253': {
    title: 'arguments not understood',
    disposition: 'user',
    remedy: 'see `causeway COMMAND --help`',
  },
  'CW-0254': {
    title: 'file is already there',
    disposition: 'user',
    remedy: 'choose another path; nothing is ever overwritten',
  },
  'CW-0255': {
    title: 'unknown code',
    disposition: 'user',
    remedy: '`causeway explain` without a code lists all of them',
  },
  'CW-0256': {
    title: 'nothing to report on',
    disposition: 'user',
    remedy: 'start the migration with `causeway run`, or point stateDir at the one that ran',
  },
  'CW-0257': {
    title: 'file cannot be read or written',
    disposition: 'user',
    remedy: 'check the path, the rights on it and the room on its disk',
  },
  'CW-0258': {
    title: 'engine not moved by this version',
    disposition: 'user',
    remedy:
      'this version moves data of PostgreSQL; use `causeway infra` for the AWS side, whose AWS DMS moves the data',
  },
  'CW-0260': {
    title: 'router cannot listen',
    disposition: 'user',
    remedy: 'free the address, or declare another one in traffic.router.listen',
  },
  'CW-0301': {
    title: 'gate failed',
    disposition: 'user',
    remedy: 'remove what the gate names; it is evaluated again, and nothing has moved',
  },
  'CW-0302': {
    title: 'gate inconclusive',
    disposition: 'user',
    remedy: 'wait until the gate has fresh data, or find out why it has none; missing data never counts as a pass',
  },
  'CW-0303': {
    title: 'waiting for approval',
    disposition: 'user',
    remedy: 'look at `causeway status`, then give the command it names',
  },
  'CW-0304': {
    title: 'not possible in this phase',
    disposition: 'user',
    remedy: 'do what the message says; `causeway status` shows the phase and what it waits for',
  },
  'CW-0305': {
    title: 'command refused by the controller',
    disposition: 'user',
    remedy: 'the message says which commands are taken now; `causeway status` shows what is waited for',
  },
  'CW-0306': {
    title: 'no controller running',
    disposition: 'user',
    remedy: 'start it with `causeway run`; it takes the migration up where it was',
  },
  'CW-0309': {
    title: 'a client does not obey',
    disposition: 'user',
    remedy: 'look at the client named: it must hold, follow and release within its time-out; the hand-over was aborted',
  },
  'CW-0310': {
    title: 'preflight found blockers',
    disposition: 'user',
    remedy: 'do what each finding names; `causeway doctor` looks again and changes nothing',
  },
  'CW-0311': {
    title: 'schemas differ after prepare',
    disposition: 'user',
    remedy: 'bring the object named on the target in line with the source, or take it out of the scope; then run again',
  },
  'CW-0340': {
    title: 'journal in use',
    disposition: 'user',
    remedy: 'another process carries this migration on from here: use `causeway status`, or stop it first',
  },
  'CW-0401': {
    title: 'foreign writes behind the fence',
    disposition: 'user',
    remedy: 'find who wrote (a superuser, or a role that is not declared) and stop it; then hand over again',
  },
  'CW-0402': {
    title: 'pause budget spent',
    disposition: 'user',
    remedy: 'see which step took the time; remove the cause or raise cutover.pauseBudget; then hand over again',
  },
  'CW-0403': {
    title: 'hand-over aborted by an operator',
    disposition: 'user',
    remedy: 'nothing has moved; hand over again when ready',
  },
  'CW-0404': {
    title: 'hand-over aborted after a restart',
    disposition: 'user',
    remedy: 'the controller died before the decision; nothing has moved; hand over again when ready',
  },
  'CW-0405': {
    title: 'weight taken back',
    disposition: 'user',
    remedy: 'see which gate failed on green; when it is mended, resume: the step is taken again',
  },
  'CW-0406': {
    title: 'hand-over not finished yet',
    disposition: 'retry',
    remedy: 'it is decided, or being undone, and is repeated until it succeeds: remove what the step names',
  },
  'CW-0407': {
    title: 'hand-over is no longer open',
    disposition: 'fatal',
    remedy: 'it was decided or undone meanwhile; nothing was changed by the step that came late',
  },
  'CW-0408': {
    title: 'hand-over aborted',
    disposition: 'user',
    remedy: 'nothing has moved; remove what the message names, then hand over again',
  },
  'CW-0409': {
    title: 'an application gets past the fence',
    disposition: 'user',
    remedy:
      "take SUPERUSER, and membership in Causeway's role, from the application named, or give it a role of its own; then hand over again",
  },
  'CW-0501': {
    title: 'source and target differ',
    disposition: 'user',
    remedy:
      'look at the tables and keys named; find who wrote to the target and repair the rows, then resume: they are compared again',
  },
  'CW-0502': {
    title: 'the oracle objects',
    disposition: 'fatal',
    remedy: 'the operations named are evidence of a defect of Causeway: report them with the report and the journal',
  },
  ...databaseErrors('CW-06'),
  ...streamErrors('CW-06'),
  'CW-0641': {
    title: 'source: schema could not be dumped',
    disposition: 'user',
    remedy: 'read what pg_dump said: most often SELECT on a table in scope is missing; then `causeway run`',
  },
  'CW-0642': {
    title: 'source: schema dump could not be read',
    disposition: 'fatal',
    remedy: 'report it with the output of `pg_dump --schema-only` of the object named, if you can share it',
  },
  'CW-0670': {
    title: 'source: a table cannot be read',
    disposition: 'fatal',
    remedy:
      'read the SQLSTATE and the server log of the source; mend the table or take it out of the scope, then run again',
  },
  ...databaseErrors('CW-07'),
  ...streamErrors('CW-07'),
  'CW-0740': {
    title: 'target: not empty',
    disposition: 'user',
    remedy: 'drop what the message names, take it out of the scope, or declare another target database',
  },
  'CW-0741': {
    title: 'target: a statement of the schema was refused',
    disposition: 'user',
    remedy:
      "remove the cause in the server's words (most often a privilege or an extension), then `causeway run` goes on from there",
  },
  'CW-0770': {
    title: 'target: a table cannot be written',
    disposition: 'fatal',
    remedy:
      'read the SQLSTATE and the server log of the target: most often the target lacks an encoding or a limit the source has',
  },
  'CW-0771': {
    title: 'target: data breaks a constraint',
    disposition: 'user',
    remedy:
      'correct the rows on the source, or drop the constraint there, and load the table again; then `causeway run`',
  },
  'CW-0801': {
    title: 'lease lost',
    disposition: 'fatal',
    remedy:
      'another process carries this migration on: watch it with `causeway status`; this one has stopped without effect',
  },
  'CW-0802': {
    title: 'lease held by another',
    disposition: 'user',
    remedy: 'let the holder finish, or take over with `causeway run --take-over` when it is known to be gone',
  },
  'CW-0901': {
    title: 'step timed out',
    disposition: 'retry',
    remedy: 'see what the step waits for; it is repeated, or raise its time limit',
  },
  'CW-1001': {
    title: 'migration frozen',
    disposition: 'user',
    remedy: 'remove the cause shown by `causeway status`, then resume',
  },
  'CW-1002': {
    title: 'way back lost',
    disposition: 'user',
    remedy:
      'reverse replication cannot go on, so a rollback would lose writes: repair what the message names, or go on without',
  },
  'CW-1003': {
    title: 'schema changed',
    disposition: 'user',
    remedy:
      'undo the change on the side named, or make it on the other side as well, then resume; or clean up and prepare again',
  },
  'CW-1004': {
    title: 'not the server recorded at prepare',
    disposition: 'user',
    remedy: 'connect to the server that was prepared; after a failover or a restore, clean up and prepare again',
  },
  'CW-1020': {
    title: 'journal cannot be opened',
    disposition: 'user',
    remedy:
      'check the path and the rights of stateDir; it must be a directory on a local disk that this user can write',
  },
  'CW-1021': {
    title: 'journal damaged',
    disposition: 'user',
    remedy:
      'put back a copy of stateDir, or move it away and run again: authority is read from the databases, not from it',
  },
  'CW-1022': {
    title: 'journal cannot be written',
    disposition: 'user',
    remedy: 'make room on the disk that holds stateDir, then run again: nothing was half recorded',
  },
  'CW-1023': {
    title: 'state changed by another',
    disposition: 'fatal',
    remedy:
      'this is a defect of Causeway (one process writes the journal): report it; resuming with `causeway run` is safe',
  },
  'CW-1024': {
    title: 'unexpected step',
    disposition: 'fatal',
    remedy:
      'the journal was written by another version or another plan: finish with the version that began, or report it',
  },
  'CW-1025': {
    title: 'value not fit for the journal',
    disposition: 'fatal',
    remedy: 'this is a defect of Causeway: secrets, functions and cycles are never written; report it',
  },
  'CW-1026': {
    title: 'journal of a newer version',
    disposition: 'user',
    remedy: 'use the version of Causeway that wrote it, or a newer one',
  },
  'CW-1050': {
    title: 'row cannot be applied',
    disposition: 'user',
    remedy:
      'correct what refuses the row on the side named (a constraint, a trigger, a type), then resume: the row is tried again',
  },
  'CW-1051': {
    title: 'row to change is missing',
    disposition: 'user',
    remedy: 'the two sides differ in that table: find who changed it, reload or repair the table, then resume',
  },
  'CW-1052': {
    title: 'schema changed while streaming',
    disposition: 'user',
    remedy: 'undo the change, or make it on the other side as well, then resume; or clean up and prepare again',
  },
  'CW-1053': {
    title: 'replication slot lost',
    disposition: 'user',
    remedy:
      'changes are missing for good: clean up and prepare again; before that, raise max_slot_wal_keep_size or free disk space',
  },
  'CW-1054': {
    title: 'foreign write on a closed database',
    disposition: 'user',
    remedy:
      'find who wrote past the fence (a superuser, or a job on the server) and undo it there; it was not carried over; then verify and resume',
  },
} as const satisfies Record<`CW-${number}`, ErrorInfo>

export type ErrorCode = keyof typeof ERRORS
