import { RemovalPolicy } from 'aws-cdk-lib'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { LogGroup } from '../../design/model/monitoring.ts'
import { memberOf } from '../member-of.ts'
import type { SiteKeys } from './site-keys.ts'

export interface SiteLogGroupsProps {
  readonly logGroups: readonly LogGroup[]
  readonly keys: SiteKeys
}

/** Log groups, made before anything writes to them so that they have an end and a key. */
export class SiteLogGroups extends Construct {
  readonly #groups: ReadonlyMap<string, logs.LogGroup>
  readonly #decided: readonly LogGroup[]

  constructor(scope: Construct, id: string, { logGroups, keys }: SiteLogGroupsProps) {
    super(scope, id)
    this.#decided = logGroups
    this.#groups = new Map(
      logGroups.map(({ name, retentionDays, key }) => {
        const group = new logs.LogGroup(this, name.replaceAll('/', '_'), {
          logGroupName: name,
          retention: memberOf(logs.RetentionDays, retentionDays),
          encryptionKey: keys.of(key),
          removalPolicy: RemovalPolicy.DESTROY,
        })
        return [name, group] as const
      }),
    )
  }

  /** @throws RangeError when the site has no such group. */
  of(name: string): logs.LogGroup {
    const group = this.find(name)
    if (group === undefined) throw new RangeError(`no log group ${name}`)
    return group
  }

  find(name: string): logs.LogGroup | undefined {
    return this.#groups.get(name)
  }

  for(purpose: LogGroup['purpose']): readonly logs.LogGroup[] {
    return this.#decided.filter((group) => group.purpose === purpose).map(({ name }) => this.of(name))
  }
}
