import { INVENTORY_POSTGRES } from './inventory-postgres.ts'
import { PAYMENTS_AUTOSCALING_MYSQL } from './payments-autoscaling-mysql.ts'
import { PAYMENTS_FARGATE_MYSQL } from './payments-fargate-mysql.ts'
import { PAYMENTS_FARGATE_POSTGRES } from './payments-fargate-postgres.ts'
import type { Requirement } from './requirement.ts'

/** Everything the four systems were asked to have, and where each of it is; docs/reference/coverage.md shows it. */
export const REQUIREMENTS: readonly Requirement[] = [
  ...PAYMENTS_FARGATE_MYSQL,
  ...PAYMENTS_FARGATE_POSTGRES,
  ...PAYMENTS_AUTOSCALING_MYSQL,
  ...INVENTORY_POSTGRES,
]
