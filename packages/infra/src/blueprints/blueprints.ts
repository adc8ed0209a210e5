import { readFile } from 'node:fs/promises'

/** The systems Causeway comes with, and what each carries where. */
export const BLUEPRINTS = {
  'payments-fargate-mysql':
    'MySQL on-premises → Aurora MySQL; ECS Fargate, weights at the load balancer; Direct Connect',
  'payments-fargate-postgres':
    'RDS PostgreSQL → RDS PostgreSQL, both made here; ECS Fargate, Route 53; Terraform or CDK',
  'payments-autoscaling-mysql': 'MySQL on-premises → Aurora MySQL; EC2 Auto Scaling, Route 53 weights; an existing VPN',
  'inventory-postgres':
    'PostgreSQL 13 on-premises, 500 GB → Aurora PostgreSQL; 2 TB of files → S3; ECS Fargate, blue and green',
} as const

export type BlueprintName = keyof typeof BLUEPRINTS

export function isBlueprint(name: string): name is BlueprintName {
  return Object.hasOwn(BLUEPRINTS, name)
}

/** The commented declaration of a system, as text. */
export async function readBlueprint(name: BlueprintName): Promise<string> {
  return await readFile(new URL(`./${name}/migration.yaml`, import.meta.url), 'utf8')
}
