import { Duration } from 'aws-cdk-lib'
import * as backup from 'aws-cdk-lib/aws-backup'
import * as events from 'aws-cdk-lib/aws-events'
import { Construct } from 'constructs'
import type { Safeguards } from '../../design/model/operations.ts'
import { removalPolicy } from '../removal-policy.ts'

export interface DatabaseBackupProps {
  readonly backup: Safeguards['backup']
}

/** A vault and a plan of AWS Backup; who wants backups selects its databases. */
export class DatabaseBackup extends Construct {
  readonly plan: backup.BackupPlan

  constructor(scope: Construct, id: string, { backup: decided }: DatabaseBackupProps) {
    super(scope, id)
    const backupVault = new backup.BackupVault(this, 'Vault', {
      backupVaultName: decided.vaultName,
      removalPolicy: removalPolicy(true),
    })
    const daily = new backup.BackupPlanRule({
      ruleName: 'daily',
      backupVault,
      scheduleExpression: events.Schedule.expression(decided.schedule),
      deleteAfter: Duration.days(decided.deleteAfterDays),
    })
    this.plan = new backup.BackupPlan(this, 'Plan', { backupPlanName: decided.planName, backupPlanRules: [daily] })
  }
}
