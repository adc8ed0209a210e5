import { expect } from 'vitest'
import type { Deployed } from '../deployed.ts'

/** What `ephemeral` promises of each type of resource: with these, a destroy needs no hand. */
const WITHOUT_PROTECTION: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_rds_cluster: { deletion_protection: false, skip_final_snapshot: true },
  aws_db_instance: { deletion_protection: false, skip_final_snapshot: true },
  aws_lb: { enable_deletion_protection: false },
  aws_s3_bucket: { force_destroy: true },
  aws_secretsmanager_secret: { recovery_window_in_days: 0 },
}

/** Nothing has to be changed by hand before it can be destroyed. */
export function checkCleanUpReadiness({ design, resources }: Deployed): void {
  expect(design.protection).toBe('ephemeral')
  expect(resources.some(({ type }) => type in WITHOUT_PROTECTION)).toBe(true)
  for (const { address, type, values } of resources) {
    // Terraform keeps what was left out as null, which AWS takes for false.
    const told = Object.entries(WITHOUT_PROTECTION[type] ?? {}).map(([name]) => [name, values[name] ?? false])
    expect(Object.fromEntries(told), address).toEqual(WITHOUT_PROTECTION[type] ?? {})
  }
}
