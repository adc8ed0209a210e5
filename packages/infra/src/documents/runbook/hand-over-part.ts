import { formatDuration } from '@causeway/spec'
import type { InfraDesign } from '../../design/infra-design.ts'
import type { Documented } from '../documents.ts'
import { flags, out } from '../facts.ts'
import { bullets, code, commands } from '../markdown.ts'
import { login, type Shell } from './login.ts'
import { weightVariables } from './shift-part.ts'

export function handOverPart({ spec, design }: Documented): string {
  const engine = spec.source.engine
  const [source, target] = [client(design, 'source', adminOf(design)), client(design, 'target')]
  const task = out(design, 'replicationTask.arn')
  return [
    '## 6 Hand over',
    `Only inside the window, with lag under ${formatDuration(spec.gates.lagToCutoverMs)}, every alarm OK, a comparison younger than ${formatDuration(spec.verification.maxAgeMs)}, no long transaction on the source, and room in the window for this phase and for its rollback. One person commands, one types, one watches. Prepare the way back first:`,
    wayBack(design),
    'Then the pause. It begins with the fence and ends with the opening, or with the abort:',
    commands(
      '# 1. Applications stop writing: maintenance page, or hold at the pooler.',
      '# 2. Fence the source: no login but ours, no session, no open or prepared transaction.',
      ...FENCE[engine].map((sql) => `${source} ${sql}`),
      '# 3. Prove it: a write as each application role must be refused. Then the barrier: a last row, which must arrive.',
      `${source} ${MARK}`,
      `${target} "SELECT * FROM cutover_marker"      # again until the row is there; never trust "lag = 0" alone`,
      '# 4. Compare the last changes, then stop the way forward.',
      `aws dms stop-replication-task --replication-task-arn ${task}`,
      `# 5. Sequences at least ${spec.cutover.sequenceHeadroom} past the highest key; triggers and foreign keys.`,
      ...finish(engine, design),
      '# 6. DECIDE, and write the decision down: from here only forward, or by rollback.',
    ),
    `**Abort**, any time before the decision, and when the time agreed for the pause is over (by hand it takes minutes, so agree on them):`,
    commands(
      ...OPEN[engine].map((sql) => `${source} ${sql}`),
      `aws dms start-replication-task --replication-task-arn ${task} --start-replication-task-type resume-processing`,
    ),
    'After the decision: start the reverse task, point both tiers at the target, open it, give the traffic to green.',
    commands(
      'aws dms start-replication-task --replication-task-arn "$REVERSE" --start-replication-task-type start-replication',
      `${weightVariables(design, 0, 100)} && causeway infra deploy ${flags(design)} --approve`,
    ),
    `**Gate**: a write through the application is on the target, and arrives on the source by the reverse task; errors and latency as before. The source stays fenced for everybody but the reverse task.`,
  ].join('\n\n')
}

/** DMS the other way round. Made for the hold only, so it is no part of the code. */
function wayBack(design: InfraDesign): string {
  const { source, target } = design.replication
  const role = (side: 'source' | 'target') =>
    `"$(aws dms describe-endpoints --filters Name=endpoint-arn,Values=${out(design, side === 'source' ? 'replicationSource.arn' : 'replicationTarget.arn').replaceAll('"', '')} --query`
  const endpoint = (from: typeof source, type: 'source' | 'target') => {
    const settings = from.engine === 'mysql' || from.engine === 'aurora' ? 'MySQLSettings' : 'PostgreSQLSettings'
    const option = settings === 'MySQLSettings' ? '--my-sql-settings' : '--postgre-sql-settings'
    const secrets = `Endpoints[0].${settings}.{SecretsManagerSecretId:SecretsManagerSecretId,SecretsManagerAccessRoleArn:SecretsManagerAccessRoleArn}`
    return [
      `${type === 'source' ? 'BACK_FROM' : 'BACK_TO'}=$(aws dms create-endpoint --endpoint-identifier back-${type}-${design.naming.suffix} --endpoint-type ${type} \\`,
      `  --engine-name ${from.engine} --database-name ${from.databaseName} --ssl-mode ${from.sslMode} \\`,
      `  ${option} ${role(from.side)} '${secrets}' --output json)" --query Endpoint.EndpointArn --output text)`,
    ]
  }
  return [
    commands(
      ...endpoint(target, 'source'),
      ...endpoint(source, 'target'),
      `REVERSE=$(aws dms create-replication-task --replication-task-identifier back-${design.naming.suffix} --migration-type cdc \\`,
      `  --replication-instance-arn ${out(design, 'replicationInstance.arn')} --source-endpoint-arn "$BACK_FROM" --target-endpoint-arn "$BACK_TO" \\`,
      `  --table-mappings "$(task ${out(design, 'replicationTask.arn')} TableMappings)" --replication-task-settings "$(task ${out(design, 'replicationTask.arn')} ReplicationTaskSettings)" \\`,
      '  --query ReplicationTask.ReplicationTaskArn --output text)',
      'aws dms test-connection --replication-instance-arn ' +
        `${out(design, 'replicationInstance.arn')} --endpoint-arn "$BACK_TO"`,
    ),
    `It needs a login that may write the source, and it must be started before the first user writes on the target: what it did not see cannot come back. Rehearse it: without it, rollback after the decision means carrying changes back by hand.`,
  ].join('\n\n')
}

/** The table is made in phase 2, so that it is loaded and followed like every other. */
const MARK = '"INSERT INTO cutover_marker VALUES (1, now())"      # 2 at the second attempt'

const FENCE: Readonly<Record<Shell, readonly string[]>> = {
  postgres: [
    '"ALTER ROLE APP NOLOGIN"                                        # each application role',
    `"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'APP'"`,
    '"SELECT count(*) FROM pg_prepared_xacts"                        # must be 0',
  ],
  mysql: [
    `"ALTER USER 'APP'@'%' ACCOUNT LOCK"                             # each application user`,
    `"SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE user = 'APP'"   # run what it prints`,
    '"XA RECOVER"                                                    # must be empty',
  ],
}

const OPEN: Readonly<Record<Shell, readonly string[]>> = {
  postgres: ['"ALTER ROLE APP LOGIN"'],
  mysql: [`"ALTER USER 'APP'@'%' ACCOUNT UNLOCK"`],
}

function finish(engine: Shell, design: InfraDesign): readonly string[] {
  if (engine === 'mysql') {
    return [
      `cat foreign-keys.sql code.sql | mysql ${login(design, 'target')} ${design.target.database.databaseName}   # auto-increment follows the rows`,
      `${client(design, 'target')} "SET GLOBAL event_scheduler = ON"`,
    ]
  }
  return [
    `pg_dump ${login(design, 'source')} --data-only --table='*_seq' --format=plain | grep setval    # raise each value, run on the target`,
    'pg_restore --list --section=post-data schema.dump | grep -E " (TRIGGER|FK CONSTRAINT) " > last.list',
    `pg_restore ${login(design, 'target')} --no-owner --exit-on-error --use-list=last.list schema.dump`,
  ]
}

/** Who may lock others out: of a source outside AWS the operator knows. */
function adminOf({ source }: InfraDesign): string {
  return source === null ? 'ADMIN' : source.database.adminUser
}

function client(design: InfraDesign, side: 'source' | 'target', as?: string): string {
  const { engine, databaseName } = design.replication[side]
  return engine === 'mysql' || engine === 'aurora'
    ? `mysql ${login(design, side, as)} ${databaseName} -e`
    : `psql ${login(design, side, as)} -c`
}

export function rollbackPart({ spec, design }: Documented): string {
  return [
    '## 7 Hold, and roll back',
    `For ${formatDuration(spec.hold.durationMs)} the source is kept current by the reverse task. Its lag has an owner: a reverse task that stops means that the way back is lost, and somebody is called.`,
    'Rollback is phase 6 with the sides exchanged: authority first, then traffic.',
    commands(
      '# 1. Stop the applications, fence the target as the source was fenced, prove it.',
      '# 2. Barrier: a marker written on the target arrives on the source.',
      'aws dms stop-replication-task --replication-task-arn "$REVERSE"',
      '# 3. Sequences of the source past the highest key; then decide, open the source, point the applications at it.',
      `${weightVariables(design, 100, 0)} && causeway infra deploy ${flags(design)} --approve`,
    ),
    `A failed gate of the traffic in the hold freezes and calls a person; it never rolls a database back by itself. Before a new attempt the target is loaded anew (phase 3).`,
  ].join('\n\n')
}

export function commitPart({ spec, design }: Documented): string {
  const slot =
    spec.source.engine === 'postgres'
      ? [
          'Drop the replication slots of DMS on both sides: `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active;`',
        ]
      : []
  return [
    '## 8 Commit',
    'From here there is no way back. Only after the hold, with a last comparison, and by a person:',
    bullets([
      'Stop and delete the reverse task and its two endpoints; drop `cutover_marker`.',
      ...slot,
      `Take the final backup: ${code('aws rds create-db-cluster-snapshot')} or ${code('create-db-snapshot')} of ${code(design.target.database.identifier)}.`,
      `Turn the profile ${code('production')} on, and work through [production-readiness.md](production-readiness.md).`,
      'Keep the source closed and backed up as long as the auditors ask for; then decommission it.',
      'Take the old tier and AWS DMS away; [cost.md](cost.md) says what that saves.',
    ]),
  ].join('\n\n')
}
