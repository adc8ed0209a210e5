import { Stack, type StackProps } from 'aws-cdk-lib'
import type * as sns from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Safeguards } from '../../design/model/operations.ts'
import { siteValue } from '../attribute-values.ts'
import { AuditTrail } from '../constructs/audit-trail.ts'
import { DatabaseBackup } from '../constructs/database-backup.ts'
import { MigrationAlarms } from '../constructs/migration-alarms.ts'
import { MigrationSite } from '../constructs/migration-site.ts'
import { NotificationTopic } from '../constructs/notification-topic.ts'
import { SiteProtection, type SharedProtection } from '../constructs/site-protection.ts'
import { WebFirewall } from '../constructs/web-firewall.ts'
import type { MirroredDesign } from '../mirrored-design.ts'
import { isAlarmOfTarget } from './alarm-owner.ts'
import { addOutputs } from './stack-outputs.ts'

export interface TargetStackProps extends StackProps {
  readonly design: MirroredDesign
}

/** Where data and traffic move to: what stays when the migration is over. */
export class TargetStack extends Stack {
  readonly site: MigrationSite
  readonly topic: sns.ITopic | undefined
  readonly alarms: MigrationAlarms
  /** Of the production profile. */
  readonly protection: SharedProtection | undefined

  constructor(scope: Construct, id: string, { design, ...props }: TargetStackProps) {
    super(scope, id, props)
    this.site = new MigrationSite(this, 'Site', { site: design.target })
    const { notifications, safeguards } = design
    this.topic =
      notifications === null
        ? undefined
        : new NotificationTopic(this, 'Notifications', { notifications, key: this.site.keys.of(notifications.key) })
            .topic
    this.alarms = new MigrationAlarms(this, 'Alarms', {
      alarms: design.monitoring.alarms.filter((alarm) => isAlarmOfTarget(design, alarm)),
      topic: this.topic,
      valueOf: ({ attribute }) => siteValue(this.site, attribute) ?? '',
    })
    this.protection = safeguards === null ? undefined : this.#protect(safeguards)
    addOutputs(this, design, (value) => {
      if (typeof value !== 'object' || value.site !== 'target') return undefined
      return value.attribute === 'topic.arn' ? this.topic?.topicArn : siteValue(this.site, value.attribute)
    })
  }

  #protect(safeguards: Safeguards): SharedProtection {
    const shared = {
      firewall: new WebFirewall(this, 'Firewall', { waf: safeguards.waf }),
      backup: new DatabaseBackup(this, 'Backup', { backup: safeguards.backup }),
      backupRole: this.site.roles.of(safeguards.backup.role),
    }
    new SiteProtection(this, 'Protection', { site: this.site, safeguards, shared })
    const bucket = this.site.bucket(safeguards.trail.bucket)
    if (bucket !== undefined) new AuditTrail(this, 'AuditTrail', { trail: safeguards.trail, bucket })
    return shared
  }
}
