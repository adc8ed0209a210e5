import type { Attribute } from './outputs.ts'

export type Colour = 'blue' | 'green'

export interface Fargate {
  readonly kind: 'fargate'
  readonly clusterName: string
  readonly containerInsights: boolean
  readonly task: {
    readonly family: string
    /** 1024 are one vCPU. */
    readonly cpuUnits: number
    readonly memoryMib: number
    readonly containerName: string
    readonly image: string
    readonly port: number
    readonly environment: Readonly<Record<string, string | Attribute>>
    /** Ids in `roles` of the site. */
    readonly executionRole: string
    readonly taskRole: string
    /** Name in `logGroups` of the site. */
    readonly logGroup: string
    readonly streamPrefix: string
  }
  /** Both colours where traffic shifts between target groups, else green alone. */
  readonly services: readonly {
    readonly name: string
    readonly colour: Colour
    readonly desiredTasks: number
    /** Name of its target group. */
    readonly targetGroup: string
  }[]
  readonly deployment: { readonly minHealthyPercent: number; readonly maxPercent: number }
  readonly healthGraceSeconds: number
  /** `null` keeps the number of tasks. */
  readonly scaling: ScalingPolicy | null
}

export interface ScalingPolicy {
  readonly min: number
  readonly max: number
  readonly targets: readonly { readonly name: string; readonly metric: 'cpu' | 'memory'; readonly percent: number }[]
  readonly cooldownSeconds: number
}

export interface AutoscalingGroup {
  readonly kind: 'autoscaling'
  readonly name: string
  readonly launchTemplateName: string
  readonly instanceType: string
  /** SSM public parameter of the machine image. */
  readonly imageParameter: string
  readonly port: number
  readonly image: string
  /** Run by a machine when it starts: it brings up the container on `port`. No secret is in it. */
  readonly bootScript: readonly string[]
  /** Encrypted always. */
  readonly volumeGb: number
  /** Id in `roles` of the site; the profile has the role's name. */
  readonly instanceRole: string
  readonly logGroup: string
  readonly desired: number
  readonly scaling: ScalingPolicy
  readonly healthGraceSeconds: number
  readonly targetGroup: string
}

export type Compute = Fargate | AutoscalingGroup
