import {
  CreateCustomerGatewayCommand,
  CreateVpnGatewayCommand,
  DeleteCustomerGatewayCommand,
  DeleteVpnGatewayCommand,
} from '@aws-sdk/client-ec2'
import { GetRoleCommand } from '@aws-sdk/client-iam'
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager'
import type { InfraDesign } from '@causeway/infra'
import type { Account } from './account.ts'
import type { Clients } from './clients.ts'
import type { Change } from './declaration.ts'
import type { Variables } from './operator.ts'

/** What the operator sees to before the first deployment, made for one suite and removed after it. */
export interface Prerequisites extends AsyncDisposable {
  /** What differs from the declaration: ids that are known only now. */
  readonly change: Change
  variables(design: InfraDesign): Promise<Variables>
  readonly passwords: readonly string[]
}

/** Not a network anybody has: https://www.rfc-editor.org/rfc/rfc5737 */
const ON_PREMISES_ADDRESS = '203.0.113.1'

export async function prepare(declared: InfraDesign, clients: Clients, account: Account): Promise<Prerequisites> {
  await using stack = new AsyncDisposableStack()
  const passwords = { source: 'Source-password-1', target: 'Target-password-1' }
  const gateways = await vpnGateways(declared, clients, stack)
  const directConnect = await directConnectGateway(declared, account)
  await existingSecrets(declared, clients, stack, passwords)
  const made = stack.move()
  return {
    change: ({ connectivity, naming }) => ({
      ...(account.suffix !== null && { naming: { ...naming, suffix: account.suffix } }),
      ...(connectivity.kind === 'vpn' && { connectivity: { ...connectivity, ...gateways } }),
      ...(connectivity.kind === 'direct-connect' && { connectivity: { ...connectivity, ...directConnect } }),
    }),
    async variables(design) {
      const credentials = [design.target, ...(design.source === null ? [] : [design.source])].flatMap(
        (site) => site.credentials,
      )
      const inputs = credentials.flatMap(({ id, password }) =>
        password.from === 'input' ? [[password.variable, passwords[id]] as const] : [],
      )
      const roles = await missingRoles(design, clients)
      return { ...Object.fromEntries(inputs), ...(design.dmsServiceRoles.length > 0 && { dms_service_roles: roles }) }
    },
    passwords: Object.values(passwords),
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  }
}

async function vpnGateways({ target }: InfraDesign, { ec2 }: Clients, stack: AsyncDisposableStack) {
  if (target.network.connectivity.kind !== 'vpn') return {}
  const { VpnGateway } = await ec2.send(new CreateVpnGatewayCommand({ Type: 'ipsec.1' }))
  const vpnGatewayId = VpnGateway?.VpnGatewayId ?? ''
  stack.defer(async () => void (await ec2.send(new DeleteVpnGatewayCommand({ VpnGatewayId: vpnGatewayId }))))
  const { CustomerGateway } = await ec2.send(
    new CreateCustomerGatewayCommand({ Type: 'ipsec.1', BgpAsn: 65_000, IpAddress: ON_PREMISES_ADDRESS }),
  )
  const customerGatewayId = CustomerGateway?.CustomerGatewayId ?? ''
  const deletion = new DeleteCustomerGatewayCommand({ CustomerGatewayId: customerGatewayId })
  stack.defer(async () => void (await ec2.send(deletion)))
  return { vpnGatewayId, customerGatewayId }
}

/** In the local account alone: a real one has a gateway, or has to order a line first. */
async function directConnectGateway({ target }: InfraDesign, { isLocal, sdk }: Account) {
  if (target.network.connectivity.kind !== 'direct-connect' || !isLocal) return {}
  const response = await fetch(sdk.endpoint ?? '', {
    method: 'POST',
    headers: {
      'x-amz-target': 'OvertureService.CreateDirectConnectGateway',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/directconnect/aws4_request',
    },
    body: JSON.stringify({ directConnectGatewayName: 'on-premises' }),
  })
  const made = (await response.json()) as {
    readonly directConnectGateway: { readonly directConnectGatewayId: string }
  }
  return { gatewayId: made.directConnectGateway.directConnectGatewayId, virtualInterfaceId: 'dxvif-0a1b2c3d' }
}

/** The secrets that are named and not made, with the passwords under the keys that are asked for. */
async function existingSecrets(
  { target }: InfraDesign,
  { secrets }: Clients,
  stack: AsyncDisposableStack,
  passwords: Readonly<Record<'source' | 'target', string>>,
): Promise<void> {
  const values = new Map<string, Record<string, string>>()
  for (const { id, password } of target.credentials) {
    if (password.from !== 'existing-secret') continue
    values.set(password.secret, { ...values.get(password.secret), [password.key]: passwords[id] })
  }
  for (const [Name, value] of values) {
    await secrets.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }))
    const deletion = new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true })
    stack.defer(async () => void (await secrets.send(deletion)))
  }
}

/** An account has one of each role that DMS looks for by name. */
async function missingRoles({ dmsServiceRoles }: InfraDesign, { iam }: Clients): Promise<readonly string[]> {
  const missing: string[] = []
  for (const { name } of dmsServiceRoles) {
    const found = await iam.send(new GetRoleCommand({ RoleName: name })).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NoSuchEntityException') return null
      throw error
    })
    if (found === null) missing.push(name)
  }
  return missing
}
