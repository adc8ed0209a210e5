import * as iam from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { Resource, Role, Statement } from '../../design/model/roles.ts'

export interface SiteRolesProps {
  readonly roles: readonly Role[]
}

/** ARNs of a resource; empty when it is not here, so that who has it grants it. */
export type ArnsOf = (resource: Resource) => readonly string[]

/** Roles with exactly the statements that were decided: what an L2 construct would add of its own is left out. */
export class SiteRoles extends Construct {
  readonly #roles: ReadonlyMap<string, iam.Role>
  readonly #decided: readonly Role[]

  constructor(scope: Construct, id: string, { roles }: SiteRolesProps) {
    super(scope, id)
    this.#decided = roles
    this.#roles = new Map(roles.map((role) => [role.id, serviceRole(this, role)]))
  }

  /** @throws RangeError when the site has no such role. */
  of(id: string): iam.IRole {
    return this.#role(id).withoutPolicyUpdates()
  }

  arnOf(id: string): string {
    return this.#role(id).roleArn
  }

  /**
   * Gives every role what it may do with the resources that `arnsOf` knows. Policies are resources of their own: a bucket
   * needs its role, whose policy needs the bucket.
   */
  grant(scope: Construct, arnsOf: ArnsOf): ReadonlyMap<string, iam.Policy> {
    const policies = this.#decided.flatMap(({ id, statements }) => {
      const granted = statements.flatMap((statement) => policyStatement(statement, arnsOf))
      if (granted.length === 0) return []
      const policy = new iam.Policy(scope, id, { statements: granted, roles: [this.#role(id)] })
      return [[id, policy] as const]
    })
    return new Map(policies)
  }

  #role(id: string): iam.Role {
    const role = this.#roles.get(id)
    if (role === undefined) throw new RangeError(`no role ${id}`)
    return role
  }
}

/** A role that services take, with AWS's own policies as far as they are named. */
export function serviceRole(scope: Construct, role: Role): iam.Role {
  const principals = role.trustedServices.map((service) => new iam.ServicePrincipal(service))
  const [first] = principals
  if (first === undefined) throw new RangeError(`nobody could take the role ${role.name}`)
  return new iam.Role(scope, role.id, {
    roleName: role.name,
    description: role.description,
    assumedBy: principals.length === 1 ? first : new iam.CompositePrincipal(...principals),
    managedPolicies: role.managedPolicies.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
  })
}

function policyStatement({ sid, actions, resources }: Statement, arnsOf: ArnsOf): readonly iam.PolicyStatement[] {
  const arns = resources.flatMap((resource) => arnsOf(resource))
  return arns.length === 0 ? [] : [new iam.PolicyStatement({ sid, actions: [...actions], resources: arns })]
}
