import type { InfraDesign } from '../design/infra-design.ts'
import type { Credential } from '../design/model/database.ts'
import type { Decision } from './decision.ts'
import { decisions } from './design-decisions.ts'
import { sizes } from './design-sizes.ts'
import { credentials, existingSecret, passwordName } from './secrets.ts'
import { scopes } from './scope.ts'
import { nested } from './writer/body.ts'
import { reference } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

const WHY_REAL_PROVIDER = `Plans the module offline with the provider's own checks. The provider is not mocked, because a mocked one has no
ephemeral resources; it is never asked for anything, because what would be read is given here.`

/** `terraform test` for what the design decided: each environment, and values that must be refused. */
export function designTest(design: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  file.comment(WHY_REAL_PROVIDER)
  file.block('provider', ['aws'], {
    region: design.region,
    access_key: 'test',
    secret_key: 'test',
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: true,
  })
  for (const [target, values] of Object.entries(dataOf(design))) {
    file.block('override_data', [], { target: reference(target), values })
  }
  file.block('variables', [], givenPasswords(design))
  const { environment, workspaces } = design
  run(file, `in_${environment}`, { environment }, [...sizes(design, environment), ...decisions(design)])
  const others = Object.keys(workspaces.sizing).filter((name) => name !== environment)
  for (const name of others) run(file, `in_${name}`, { environment: name }, sizes(design, name))
  run(file, 'in_an_unknown_environment', { environment: 'no-such' }, sizes(design, workspaces.fallback))
  const refusals = refused(design)
  file.block('run', ['values_that_are_refused'], {
    command: reference('plan'),
    variables: nested(refusals),
    expect_failures: Object.keys(refusals).map((name) => reference(`var.${name}`)),
  })
  return file
}

function run(file: TerraformFile, name: string, variables: object, all: readonly Decision[]): void {
  file.block('run', [name], {
    command: reference('plan'),
    variables: nested(variables),
    assert: all.map(({ condition, message }) => nested({ condition, error_message: message })),
  })
}

/** What the module would read of the account. */
function dataOf(design: InfraDesign): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const vpn = design.target.network.connectivity.kind === 'vpn'
  const machines = scopes(design).filter(({ site }) => site.compute.kind === 'autoscaling')
  const images = machines.map(({ at }) => [
    `data.aws_ssm_parameter.${at.name('machine_image')}`,
    { value: 'ami-0a1b2c3d4e5f67890' },
  ])
  return {
    'data.aws_caller_identity.current': { account_id: '123456789012' },
    ...Object.fromEntries(images),
    ...(vpn ? { 'data.aws_vpn_gateway.onprem': { id: 'vgw-0a1b2c3d4e5f67890' } } : {}),
    ...(vpn ? { 'data.aws_customer_gateway.onprem': { id: 'cgw-0a1b2c3d4e5f67890' } } : {}),
  }
}

function givenPasswords(design: InfraDesign): Readonly<Record<string, unknown>> {
  const all = credentials(design).map(({ credential }) => credential)
  const from = (kind: Credential['password']['from']) => all.filter(({ password }) => password.from === kind)
  return {
    ...(from('generated').length > 0 ? { generate_passwords: false } : {}),
    ...Object.fromEntries(from('existing-secret').map(({ id }) => [existingSecret(id).replace('var.', ''), null])),
    ...Object.fromEntries(all.map((credential) => [passwordName(credential), 'not-a-password'])),
  }
}

/** One bad value for each variable with a rule. */
function refused({ traffic }: InfraDesign): Readonly<Record<string, unknown>> {
  return {
    environment_suffix: 'In Capitals, and much longer than there is room for in the name of a load balancer',
    aws_region: 'virginia',
    app_port: 65_536,
    ...(traffic.by === 'dns' ? { traffic_weight: 101 } : { green_target_weight: 101 - traffic.greenWeight }),
  }
}
