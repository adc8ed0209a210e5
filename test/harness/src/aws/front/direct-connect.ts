import { ServedFault, serveJson, type Repair } from './repair.ts'

interface Association {
  readonly associationId: string
  readonly directConnectGatewayId: unknown
  readonly [member: string]: unknown
}

const ACCOUNT = '123456789012'

/** Direct Connect gateways and their associations, as Terraform makes, reads and removes them. */
export function directConnect(): Repair {
  const gateways = new Map<unknown, Readonly<Record<string, unknown>>>()
  const associations = new Map<unknown, Association>()
  let count = 0
  const newId = (): string => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new ServedFault('DirectConnectClientException', `${what} does not exist`)
    return value
  }

  return {
    name: 'direct-connect-gateways',
    service: 'directconnect',
    operations: /DirectConnectGateway/,
    moto: 'has connections, but no gateways and no associations',
    reason: 'the way from a VPC to on-premises is an association of its gateway with one',
    serve: serveJson({
      CreateDirectConnectGateway: ({ directConnectGatewayName, amazonSideAsn }) => {
        const gateway = {
          directConnectGatewayId: newId(),
          directConnectGatewayName,
          amazonSideAsn: amazonSideAsn ?? 64512,
          ownerAccount: ACCOUNT,
          directConnectGatewayState: 'available',
        }
        gateways.set(gateway.directConnectGatewayId, gateway)
        return { directConnectGateway: gateway }
      },
      DescribeDirectConnectGateways: ({ directConnectGatewayId: id }) => ({
        directConnectGateways: [...gateways.values()].filter(
          (gateway) => id === undefined || gateway['directConnectGatewayId'] === id,
        ),
      }),
      DeleteDirectConnectGateway: ({ directConnectGatewayId: id }) => {
        const gateway = found(gateways.get(id), `Direct Connect gateway ${String(id)}`)
        gateways.delete(id)
        return { directConnectGateway: { ...gateway, directConnectGatewayState: 'deleted' } }
      },
      CreateDirectConnectGatewayAssociation: (input) => {
        const { directConnectGatewayId, gatewayId, virtualGatewayId } = input
        found(gateways.get(directConnectGatewayId), `Direct Connect gateway ${String(directConnectGatewayId)}`)
        const id = gatewayId ?? virtualGatewayId
        const association = {
          associationId: newId(),
          directConnectGatewayId,
          directConnectGatewayOwnerAccount: ACCOUNT,
          associationState: 'associated',
          associatedGateway: { id, type: 'virtualPrivateGateway', ownerAccount: ACCOUNT, region: 'us-east-1' },
          allowedPrefixesToDirectConnectGateway: input['addAllowedPrefixesToDirectConnectGateway'] ?? [],
          virtualGatewayId: id,
        }
        associations.set(association.associationId, association)
        return { directConnectGatewayAssociation: association }
      },
      DescribeDirectConnectGatewayAssociations: ({ associationId: id, directConnectGatewayId: gateway }) => ({
        directConnectGatewayAssociations: [...associations.values()].filter(
          (one) =>
            (id === undefined || one.associationId === id) &&
            (gateway === undefined || one.directConnectGatewayId === gateway),
        ),
      }),
      DeleteDirectConnectGatewayAssociation: ({ associationId: id }) => {
        const association = found(associations.get(id), `Association ${String(id)}`)
        associations.delete(id)
        return { directConnectGatewayAssociation: { ...association, associationState: 'disassociated' } }
      },
    }),
  }
}
