import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib'
import type * as iam from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { Role } from '../../design/model/roles.ts'
import { serviceRole } from './site-roles.ts'

export interface DmsServiceRolesProps {
  readonly roles: readonly Role[]
}

/**
 * The roles DMS looks for by name. An account has one of each, so each has a parameter that leaves it out where it is
 * there already.
 */
export class DmsServiceRoles extends Construct {
  constructor(scope: Construct, id: string, { roles }: DmsServiceRolesProps) {
    super(scope, id)
    for (const role of roles) {
      const make = new CfnParameter(this, `Make-${role.id}`, {
        type: 'String',
        default: 'yes',
        allowedValues: ['yes', 'no'],
        description: `Whether to make ${role.name}; no where the account has it already.`,
      })
      const missing = new CfnCondition(this, `Missing-${role.id}`, {
        expression: Fn.conditionEquals(make.valueAsString, 'yes'),
      })
      const made = serviceRole(this, role)
      ;(made.node.defaultChild as iam.CfnRole).cfnOptions.condition = missing
    }
  }
}
