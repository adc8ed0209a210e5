import type { KeyPurpose } from './database.ts'
import type { Attribute } from './outputs.ts'

export interface LogGroup {
  readonly purpose: 'application' | 'database' | 'replication' | 'delivery' | 'forwarder' | 'flow'
  readonly name: string
  readonly retentionDays: number
  readonly key: KeyPurpose | null
}

/** Application logs to S3 by Firehose, and on to syslog on-premises. */
export interface LogDelivery {
  readonly streamName: string
  /** Purpose in `buckets`. */
  readonly bucket: 'log-archive'
  readonly prefix: string
  readonly bufferMib: number
  readonly bufferSeconds: number
  /** Of the log groups that are delivered; the filter has no pattern: everything goes. */
  readonly subscriptions: readonly { readonly name: string; readonly logGroup: string; readonly role: string }[]
  /** Id in `roles` of the target. */
  readonly role: string
  /** A function in the app subnets, subscribed to the same log groups, that sends every line on. */
  readonly syslog: {
    readonly host: string
    readonly port: number
    readonly protocol: 'tcp'
    readonly functionName: string
    readonly role: string
    readonly logGroup: string
    readonly timeoutSeconds: number
    readonly memoryMib: number
  } | null
}

export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string | Attribute>>
  readonly statistic: 'Average' | 'Sum' | 'Maximum' | 'Minimum' | 'p99'
  readonly periodSeconds: number
  readonly label: string
}

export interface Alarm {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly metric: Metric
  readonly comparison: 'above' | 'at-or-above' | 'below'
  readonly threshold: number
  readonly periods: number
  readonly missingData: 'not-breaching' | 'breaching' | 'missing'
}

export type Widget =
  | {
      readonly kind: 'graph' | 'number'
      readonly title: string
      readonly metrics: readonly Metric[]
      /** A line to compare with, such as the gate's threshold. */
      readonly threshold: { readonly label: string; readonly value: number } | null
    }
  /** State of alarms, by id: green everywhere means ready to cut over. */
  | { readonly kind: 'alarms'; readonly title: string; readonly alarms: readonly string[] }

export interface Monitoring {
  readonly delivery: LogDelivery | null
  readonly alarms: readonly Alarm[]
  readonly dashboard: {
    readonly name: string
    /** From left to right, from top to bottom, two in a row; replication lag is the first. */
    readonly widgets: readonly Widget[]
  }
}

export interface Notifications {
  readonly topicName: string
  /** Always one of ours: under the key that AWS keeps, alarms cannot publish. */
  readonly key: KeyPurpose
  readonly subscriptions: readonly { readonly protocol: 'email' | 'https' | 'sqs'; readonly endpoint: string }[]
}
