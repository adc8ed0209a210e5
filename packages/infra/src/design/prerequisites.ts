import { seconds, type Context } from './context.ts'
import type { Prerequisite } from './model/operations.ts'

/** What the operator sees to before the first deployment, and what no code can make. */
export function prerequisites(context: Context): readonly Prerequisite[] {
  return [
    ...ofState(context),
    ...ofConnectivity(context),
    ...ofSecrets(context),
    ...ofTraffic(context),
    ...ofData(context),
  ]
}

function ofState({ infra }: Context): readonly Prerequisite[] {
  const { state } = infra
  if (state.kind === 'local') return []
  const region = state.region ?? infra.region
  return [
    {
      id: 'state-bucket',
      text: `The bucket ${state.bucket}, versioned and encrypted, for Terraform's state`,
      command: `aws s3api head-bucket --bucket ${state.bucket} --region ${region}`,
    },
    {
      id: 'state-lock-table',
      text: `The DynamoDB table ${state.lockTable} with the key LockID, for its locks`,
      command: `aws dynamodb describe-table --table-name ${state.lockTable} --region ${region}`,
    },
  ]
}

function ofConnectivity({ infra }: Context): readonly Prerequisite[] {
  const { connectivity } = infra
  switch (connectivity.kind) {
    case 'none':
      return []
    case 'direct-connect':
      return [
        {
          id: 'direct-connect',
          text:
            connectivity.gatewayId === undefined
              ? 'The id of the Direct Connect gateway in infrastructure.connectivity.gatewayId: until then there is no way to on-premises'
              : `The Direct Connect gateway ${connectivity.gatewayId}, with its virtual interface up`,
          command: 'aws directconnect describe-direct-connect-gateways',
        },
      ]
    case 'vpn':
      return [
        {
          id: 'vpn',
          text: `The VPN connection ${connectivity.vpnConnectionId}; its gateway ${connectivity.vpnGatewayId} must be attached to no other VPC`,
          command: `aws ec2 describe-vpn-connections --vpn-connection-ids ${connectivity.vpnConnectionId}`,
        },
      ]
    default:
      throw connectivity satisfies never
  }
}

function ofSecrets({ infra }: Context): readonly Prerequisite[] {
  const declared = [infra.secrets.target, ...(infra.mirror === undefined ? [infra.secrets.source] : [])]
  const existing = declared.filter((secret) => secret.kind === 'existing')
  const names = [...new Set(existing.map(({ name }) => name))]
  return names.map((name) => {
    const keys = existing.filter((secret) => secret.name === name).map(({ key }) => key)
    return {
      id: `secret-${name}`,
      text: `The secret ${name} with ${keys.length === 1 ? 'the key' : 'the keys'} ${keys.join(' and ')}`,
      command: `aws secretsmanager describe-secret --secret-id ${name} --region ${infra.region}`,
    }
  })
}

function ofTraffic({ infra, names }: Context): readonly Prerequisite[] {
  const { certificate } = infra.loadBalancer
  const image: Prerequisite = {
    id: 'image',
    text: `The container image ${infra.compute.image}, which answers ${infra.loadBalancer.health.path} with ${infra.loadBalancer.health.codes}`,
    command: '',
  }
  const suffix: Prerequisite = {
    id: 'suffix',
    text: `A suffix nobody else uses: the names of buckets end with ${names.naming.tail} and are unique in all of AWS`,
    command: '',
  }
  if (certificate === undefined) return [image, suffix]
  const command = `aws acm describe-certificate --certificate-arn ${certificate}`
  return [image, suffix, { id: 'certificate', text: `The certificate ${certificate}, issued or imported`, command }]
}

function ofData({ infra, spec }: Context): readonly Prerequisite[] {
  const { certificate } = infra.replication
  const isVerified = certificate !== undefined
  const source: Prerequisite = {
    id: 'source-changes',
    text:
      spec.source.engine === 'mysql'
        ? 'A source that writes its binary log: binlog_format ROW, binlog_row_image FULL, binlog_checksum NONE, kept for a day at least'
        : 'A source with wal_level logical, and a free replication slot for each task',
    command: '',
  }
  const controller: Prerequisite = {
    id: 'controller',
    text: `A place for Causeway inside the VPC, such as a task in the security group of the application: nothing else reaches the database; its gate opens below ${seconds(spec.gates.lagToCutoverMs)} s of lag`,
    command: '',
  }
  if (isVerified) return [source, controller]
  return [
    source,
    controller,
    {
      id: 'replication-certificate',
      text: 'To have DMS verify the servers and not only encrypt, as it needs for MySQL: the certificate of the authority, imported, in infrastructure.replication.certificate',
      command:
        'aws dms import-certificate --certificate-identifier rds-global-bundle --certificate-pem file://global-bundle.pem',
    },
  ]
}
