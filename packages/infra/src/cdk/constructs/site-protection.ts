import * as backup from 'aws-cdk-lib/aws-backup'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as wafv2 from 'aws-cdk-lib/aws-wafv2'
import type * as iam from 'aws-cdk-lib/aws-iam'
import { Tags } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { Safeguards } from '../../design/model/operations.ts'
import type { DatabaseBackup } from './database-backup.ts'
import type { MigrationSite } from './migration-site.ts'
import type { WebFirewall } from './web-firewall.ts'

/** What all sites share. */
export interface SharedProtection {
  readonly firewall: WebFirewall
  readonly backup: DatabaseBackup
  readonly backupRole: iam.IRole
}

export interface SiteProtectionProps {
  readonly site: MigrationSite
  readonly safeguards: Safeguards
  readonly shared: SharedProtection
}

/** What a production site has beside the site: a firewall, flow logs, backups. */
export class SiteProtection extends Construct {
  constructor(scope: Construct, id: string, { site, safeguards, shared }: SiteProtectionProps) {
    super(scope, id)
    new wafv2.CfnWebACLAssociation(this, 'Firewall', {
      webAclArn: shared.firewall.arn,
      resourceArn: site.frontend.loadBalancer.loadBalancerArn,
    })
    new backup.BackupSelection(this, 'Backup', {
      backupPlan: shared.backup.plan,
      backupSelectionName: `${safeguards.backup.planName}-${site.decided.role}`.slice(-50),
      resources: [backup.BackupResource.fromArn(site.database.instance.instanceArn)],
      role: shared.backupRole,
      // The role has its policies already.
      disableDefaultBackupPolicy: true,
    })
    this.#flowLogs(site, safeguards.flowLogs)
  }

  #flowLogs(site: MigrationSite, { role }: Safeguards['flowLogs']): void {
    const [group] = site.logGroups.for('flow')
    if (group === undefined) return
    const flowLog = new ec2.FlowLog(this, 'FlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(site.network.vpc),
      trafficType: ec2.FlowLogTrafficType.ALL,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(group, site.roles.of(role)),
    })
    Tags.of(flowLog).add('Name', site.decided.network.name)
  }
}
