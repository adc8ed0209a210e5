import { createHash } from 'node:crypto'
import type { Repair } from './repair.ts'
import { eachElement, formOf, textOf } from './xml.ts'

const ADDED_SOURCE = '</ParameterName><Source>user</Source>'

export function rdsRepairs(): readonly Repair[] {
  return [scalingConfiguration, parameterSource, instanceMembers(), backupWindow(), optionGroup, instanceIds()]
}

const scalingConfiguration: Repair = {
  name: 'aurora-scaling-configuration',
  service: 'rds',
  operations: /DBCluster/,
  moto: 'answers an empty ScalingConfigurationInfo for every cluster',
  reason: 'AWS has it for clusters of Serverless v1 only; Terraform sees a block that nobody declared, at each plan',
  answer: (_call, body) => body.replace(/<ScalingConfigurationInfo(\/>|>[\s\S]*?<\/ScalingConfigurationInfo>)/g, ''),
}

const parameterSource: Repair = {
  name: 'parameter-source',
  service: 'rds',
  operations: /^DescribeDB(Cluster)?Parameters$/,
  moto: 'leaves out whether a parameter was set by the user',
  reason: 'Terraform asks for parameters the user set, and wants to set them again at each plan',
  answer: (_call, body) => body.replaceAll('</ParameterName>', ADDED_SOURCE),
}

const optionGroup: Repair = {
  name: 'default-option-group',
  service: 'rds',
  operations: /^(Create|Modify)DBInstance$/,
  moto: 'does not find the option group of its own default, such as default:postgres-14',
  reason: 'in AWS these are always there, and an instance may name one',
  request: ({ body }) => {
    const form = new URLSearchParams(body)
    if (form.get('OptionGroupName')?.startsWith('default:') !== true) return body
    form.delete('OptionGroupName')
    return form.toString()
  },
}

/** Member of the request → element of the answer. */
const FORGOTTEN = {
  EnablePerformanceInsights: 'PerformanceInsightsEnabled',
  PerformanceInsightsKMSKeyId: 'PerformanceInsightsKMSKeyId',
  PerformanceInsightsRetentionPeriod: 'PerformanceInsightsRetentionPeriod',
  MonitoringInterval: 'MonitoringInterval',
  MonitoringRoleArn: 'MonitoringRoleArn',
} as const

function instanceMembers(): Repair {
  const told = new Map<string, Record<string, string>>()
  return {
    name: 'database-monitoring',
    service: 'rds',
    operations: /^(Create|Modify|Describe)DBInstances?$/,
    moto: 'forgets Performance Insights and enhanced monitoring of instances',
    reason: 'Terraform wants to switch them on again at each plan, and no check can see that they are on',
    request: ({ body }) => {
      const form = formOf(body)
      const kept = Object.entries(FORGOTTEN).flatMap(([member, element]) =>
        form[member] === undefined ? [] : [[element, form[member]] as const],
      )
      const identifier = form['DBInstanceIdentifier'] ?? ''
      told.set(identifier, { ...told.get(identifier), ...Object.fromEntries(kept) })
      return body
    },
    answer: (_call, body) =>
      eachElement(body, 'DBInstance', (instance) => {
        const members = told.get(textOf(instance, 'DBInstanceIdentifier') ?? '') ?? {}
        return Object.entries(members).reduce(withElement, instance)
      }),
  }
}

const BACKUP_WINDOW = 'PreferredBackupWindow'

function backupWindow(): Repair {
  const told = new Map<string, string>()
  return {
    name: 'database-windows',
    service: 'rds',
    operations: /^(Create|Modify|Describe)DBInstances?$/,
    moto: 'takes a maintenance window that begins when the backup window ends for an overlap',
    reason: 'AWS takes windows that touch; a declaration with them cannot be applied',
    request: ({ body }) => {
      const form = new URLSearchParams(body)
      const window = form.get(BACKUP_WINDOW)
      if (window === null) return body
      told.set(form.get('DBInstanceIdentifier') ?? '', window)
      form.set(BACKUP_WINDOW, aMinuteShorter(window))
      return form.toString()
    },
    answer: (_call, body) =>
      eachElement(body, 'DBInstance', (instance) => {
        const window = told.get(textOf(instance, 'DBInstanceIdentifier') ?? '')
        return window === undefined ? instance : withElement(instance, [BACKUP_WINDOW, window])
      }),
  }
}

/** `03:00-04:00` → `03:00-03:59` */
function aMinuteShorter(window: string): string {
  const [start = '', end = ''] = window.split('-')
  const [hours = 0, minutes = 0] = end.split(':').map(Number)
  const shorter = (hours * 60 + minutes + 24 * 60 - 1) % (24 * 60)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${start}-${two(Math.floor(shorter / 60))}:${two(shorter % 60)}`
}

/** moto answers some of them after a change. */
function withElement(xml: string, [name, value]: readonly [string, string]): string {
  return `${xml.replace(new RegExp(`<${name}>[^<]*</${name}>`), '')}<${name}>${value}</${name}>`
}

const RESOURCE_ID = 'DbiResourceId'

function instanceIds(): Repair {
  const identifiers = new Map<string, string>()
  const idOf = (identifier: string): string => {
    const digest = createHash('sha256').update(identifier).digest('hex').toUpperCase()
    const id = `db-${digest.replaceAll(/[01]/g, 'Z').slice(0, 26)}`
    identifiers.set(id, identifier)
    return id
  }
  return {
    name: 'database-resource-id',
    service: 'rds',
    operations: /^(Create|Modify|Describe|Delete|Reboot)DBInstances?$/,
    moto: 'gives every instance the same DbiResourceId',
    reason: 'Terraform finds an instance by this id, and finds all of the account',
    request: ({ body }) => {
      const form = new URLSearchParams(body)
      for (const [name, value] of form) {
        const found = identifiers.get(value)
        if (found !== undefined) form.set(name, found)
        if (value === 'dbi-resource-id') form.set(name, 'db-instance-id')
      }
      return form.toString()
    },
    answer: (_call, body) =>
      eachElement(body, 'DBInstance', (instance) =>
        eachElement(instance, RESOURCE_ID, () => idOf(textOf(instance, 'DBInstanceIdentifier') ?? '')),
      ),
  }
}
