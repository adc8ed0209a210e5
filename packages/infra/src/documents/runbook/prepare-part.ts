import { neededPasswords } from '../../tools/protections.ts'
import type { Documented } from '../documents.ts'
import { flags, out } from '../facts.ts'
import { code, commands, table } from '../markdown.ts'

export function preparePart({ design }: Documented): string {
  const passwords = neededPasswords(design).map((name) => `read -rs ${name} && export ${name}`)
  const instance = out(design, 'replicationInstance.arn')
  const test = (attribute: 'replicationSource.arn' | 'replicationTarget.arn') =>
    `aws dms test-connection --replication-instance-arn ${instance} --endpoint-arn ${out(design, attribute)}`
  return [
    '## 1 Prepare',
    table(
      ['needed before', 'check'],
      design.prerequisites.map(({ text, command }) => [text, command === '' ? 'by hand' : code(command)]),
    ),
    commands(
      ...passwords,
      `causeway infra synth ${flags(design)} && causeway infra validate ${flags(design)}`,
      `causeway infra deploy ${flags(design)}              # the plan; then the command it prints`,
      test('replicationSource.arn'),
      test('replicationTarget.arn'),
      'aws dms describe-connections --query "Connections[].[EndpointIdentifier,Status,LastFailureMessage]" --output table',
    ),
    `**Gate**: both connections are ${code('successful')}; the dashboard ${code(design.monitoring.dashboard.name)} is there; every subscription of alarms is confirmed. **Way back**: ${code(`causeway infra destroy ${flags(design)} --approve`)}; the source was not touched.`,
  ].join('\n\n')
}
