import * as z from 'zod'
import { cidr, choice, flag, integer, list, refuse, section, text } from '../fields.ts'

const ZONES = 'two to four letters of availability zones, such as [a, b, c]'

const zones = list(text('one small letter', /^[a-z]$/), ZONES).superRefine((letters, context) => {
  const distinct = new Set(letters).size === letters.length
  if (!distinct || letters.length < 2 || letters.length > 4) refuse(context, 'outOfRange', { allowed: ZONES })
})

export const networkSchema = section({
  cidr: cidr(16, 22).prefault('10.0.0.0/16').meta({
    description: 'Addresses of the VPC. They must not overlap those of any network it is connected to.',
  }),
  zones: zones.prefault(['a', 'b', 'c']).meta({
    description: 'Availability zones of the region, by their letters. Every tier has a subnet in each.',
  }),
  subnetPrefix: integer(20, 28).prefault(24).meta({
    description: 'Length of the prefix of every subnet: 24 has room for 251 addresses.',
  }),
  databaseSubnets: flag().prefault(true).meta({
    description: 'Whether the database has subnets of its own, apart from those of the application.',
  }),
  natGateways: choice(['per-zone', 'one']).prefault('per-zone').meta({
    description: '`per-zone` survives the loss of a zone; `one` costs less.',
  }),
  acls: flag()
    .prefault(true)
    .meta({ description: 'Whether network ACLs guard the tiers, beside the security groups.' }),
})

/** A second VPC with database and application, which is the source. */
export const mirrorSchema = section({
  cidr: cidr(16, 22).prefault('10.1.0.0/16').meta({
    description:
      'Addresses of the VPC of the source. It has the same subnets as the one of the target, and is peered with it.',
  }),
})

const onPremises = list(cidr(8, 32), 'a list of blocks of IPv4 addresses, such as [192.168.0.0/16]')
  .min(1, { error: 'at least one block of IPv4 addresses, such as [192.168.0.0/16]' })
  .prefault(['192.168.0.0/16'])
  .meta({ description: 'Addresses of the networks on-premises that are reached this way.' })

/** An id as AWS gives it. */
function id(what: string, start: string) {
  return text(`${what}, such as ${start}0a1b2c3d4e5f67890`, new RegExp(`^${start}[0-9a-f]{8,17}$`))
}

const none = section({
  kind: z.literal('none').meta({ description: 'The source is reached without a private line, or is in AWS.' }),
})

const directConnect = section({
  kind: z.literal('direct-connect').meta({ description: 'Over AWS Direct Connect.' }),
  onPremises,
  gatewayId: text('the id of a Direct Connect gateway, a UUID', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .optional()
    .meta({
      description: 'The existing Direct Connect gateway. Left out, the VPC is prepared and not yet associated.',
    }),
  virtualInterfaceId: id('the id of a virtual interface', 'dxvif-').optional().meta({
    description: 'The existing virtual interface; only shown, in outputs and the runbook.',
  }),
})

const vpn = section({
  kind: z.literal('vpn').meta({ description: 'Over a VPN that exists already. It is read, never changed.' }),
  onPremises,
  vpnGatewayId: id('the id of a virtual private gateway', 'vgw-').meta({
    description: 'The existing virtual private gateway, which is attached to the new VPC.',
  }),
  customerGatewayId: id('the id of a customer gateway', 'cgw-').meta({
    description: 'The existing customer gateway on-premises.',
  }),
  vpnConnectionId: id('the id of a VPN connection', 'vpn-').meta({ description: 'The existing VPN connection.' }),
})

export const connectivitySchema = z.discriminatedUnion('kind', [none, directConnect, vpn], {
  error: (issue) =>
    issue.code === 'invalid_union' ? 'one of none, direct-connect, vpn' : 'a section with the key kind',
})
