import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam'
import type { Role } from '@causeway/infra'
import { expect } from 'vitest'
import { sitesOf, sorted, type Deployed } from '../deployed.ts'

interface Document {
  readonly Statement: readonly {
    readonly Action: string | readonly string[]
    readonly Resource?: string | readonly string[]
    readonly Principal?: { readonly Service: string | readonly string[] }
  }[]
}

/** Every role is trusted by the services the design names, and allows the actions it names on ARNs, nothing else. */
export async function checkRoles(deployed: Deployed): Promise<void> {
  const roles = [...deployed.design.dmsServiceRoles, ...sitesOf(deployed).flatMap(({ site }) => site.roles)]
  for (const role of roles) await checkRole(deployed, role)
}

async function checkRole({ clients }: Deployed, role: Role): Promise<void> {
  const named = { RoleName: role.name }
  const { Role: found } = await clients.iam.send(new GetRoleCommand(named))
  const trust = parsed(found?.AssumeRolePolicyDocument)
  const services = trust.Statement.flatMap(({ Principal }) => Principal?.Service ?? [])
  expect(sorted(services), role.name).toEqual(sorted(role.trustedServices))

  const { AttachedPolicies = [] } = await clients.iam.send(new ListAttachedRolePoliciesCommand(named))
  const managed = AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn.split(':policy/').at(-1))
  expect(sorted(managed), role.name).toEqual(sorted(role.managedPolicies))

  const { PolicyNames = [] } = await clients.iam.send(new ListRolePoliciesCommand(named))
  const actions: string[] = []
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument } = await clients.iam.send(new GetRolePolicyCommand({ ...named, PolicyName }))
    for (const { Action, Resource = [] } of parsed(PolicyDocument).Statement) {
      actions.push(...[Action].flat())
      for (const resource of [Resource].flat()) expect(resource, role.name).toMatch(/^arn:/)
    }
  }
  expect(sorted(new Set(actions)), role.name).toEqual(
    sorted(new Set(role.statements.flatMap((statement) => statement.actions))),
  )
}

function parsed(document: string | undefined): Document {
  return JSON.parse(decodeURIComponent(document ?? '%7B%7D'))
}
