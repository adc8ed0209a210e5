import { days, type Context } from './context.ts'
import type { Safeguards } from './model/operations.ts'

const MANAGED_RULES = [
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesSQLiRuleSet',
  'AWSManagedRulesAmazonIpReputationList',
] as const

const REQUESTS_PER_IP = 2000
const LEAST_BACKUP_DAYS = 35

/** What the production profile adds; `null` without it. */
export function safeguards({ names, production, infra }: Context): Safeguards | null {
  if (!production) return null
  return {
    waf: { name: names.of('firewall', 'waf'), managedRules: MANAGED_RULES, requestsPerIpIn5Minutes: REQUESTS_PER_IP },
    flowLogs: { role: 'flow-logs', traffic: 'ALL' },
    backup: {
      vaultName: names.of('backup', 'backup-vault'),
      planName: names.of('backup', 'backup-plan'),
      schedule: 'cron(0 5 * * ? *)',
      deleteAfterDays: Math.max(LEAST_BACKUP_DAYS, days(infra.database.backupRetention)),
      role: 'backup',
    },
    trail: { name: names.of('trail', 'audit-trail'), bucket: 'audit-trail', multiRegion: true },
  }
}
