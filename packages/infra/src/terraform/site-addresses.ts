import type { KeyPurpose } from '../design/model/database.ts'
import type { InfraDesign, Site } from '../design/infra-design.ts'
import type { Tier } from '../design/model/network.ts'
import type { BucketPurpose } from '../design/model/storage.ts'
import type { Resources } from './generated/aws.ts'
import { localName } from './names.ts'
import { copies, handle, type Copies, type Handle } from './writer/handle.ts'

type Single<K extends keyof Resources> = Handle<Resources[K]['attributes']>
type Several<K extends keyof Resources> = Copies<Resources[K]['attributes']>

/**
 * Where the resources of a site are in the module. The emitters of one concern give their resources these names, and
 * those of another refer to them, so no emitter needs what another one made.
 */
export class SiteAddresses {
  readonly #prefix: string
  readonly #site: Site

  constructor(design: InfraDesign, site: Site) {
    this.#prefix = design.source === null ? '' : site.role
    this.#site = site
  }

  /** The local name of a part of the site; the one thing of its kind is `main`, or the site's role where there are two. */
  name(...parts: readonly string[]): string {
    const name = localName(this.#prefix, ...parts)
    return name === '' ? 'main' : name
  }

  /** The name of a local value or a variable that each site has. */
  own(name: string): string {
    return localName(this.#prefix, name)
  }

  /** A log group is called what it is for; where several are for the same, also by the end of its name. */
  logGroupName(name: string): string {
    const purpose = this.#site.logGroups.find((group) => group.name === name)?.purpose ?? name
    const alike = this.#site.logGroups.filter((group) => group.purpose === purpose)
    return this.name(purpose, alike.length > 1 ? (name.split('/').at(-1) ?? '') : '')
  }

  vpc = (): Single<'aws_vpc'> => this.#one('aws_vpc')
  subnets = (tier: Tier): Several<'aws_subnet'> => this.#many('aws_subnet', tier)
  internetGateway = (): Single<'aws_internet_gateway'> => this.#one('aws_internet_gateway')
  natGateways = (): Several<'aws_nat_gateway'> => this.#many('aws_nat_gateway')
  routeTable = (): Single<'aws_route_table'> => this.#one('aws_route_table', 'public')
  privateRouteTables = (): Several<'aws_route_table'> => this.#many('aws_route_table', 'private')
  vpnGateway = (): Single<'aws_vpn_gateway'> => this.#one('aws_vpn_gateway')
  securityGroups = (): Several<'aws_security_group'> => this.#many('aws_security_group')
  key = (purpose: KeyPurpose): Single<'aws_kms_key'> => this.#one('aws_kms_key', purpose)
  bucket = (purpose: BucketPurpose): Single<'aws_s3_bucket'> => this.#one('aws_s3_bucket', purpose)
  role = (id: string): Single<'aws_iam_role'> => this.#one('aws_iam_role', id)
  secret = (credential: string): Single<'aws_secretsmanager_secret'> =>
    handle(`aws_secretsmanager_secret.${localName(credential, 'database')}`)
  secretVersion = (credential: string): Single<'aws_secretsmanager_secret_version'> =>
    handle(`aws_secretsmanager_secret_version.${localName(credential, 'database')}`)
  cluster = (): Single<'aws_rds_cluster'> => this.#one('aws_rds_cluster')
  clusterInstances = (): Several<'aws_rds_cluster_instance'> => this.#many('aws_rds_cluster_instance')
  instance = (): Single<'aws_db_instance'> => this.#one('aws_db_instance')
  logGroup = (name: string): Single<'aws_cloudwatch_log_group'> =>
    handle(`aws_cloudwatch_log_group.${this.logGroupName(name)}`)
  ecsCluster = (): Single<'aws_ecs_cluster'> => this.#one('aws_ecs_cluster')
  services = (): Several<'aws_ecs_service'> => this.#many('aws_ecs_service')
  autoscalingGroup = (): Single<'aws_autoscaling_group'> => this.#one('aws_autoscaling_group')
  loadBalancer = (): Single<'aws_lb'> => this.#one('aws_lb')
  targetGroups = (): Several<'aws_lb_target_group'> => this.#many('aws_lb_target_group')
  listener = (protocol: 'http' | 'https'): Single<'aws_lb_listener'> => this.#one('aws_lb_listener', protocol)

  #one<K extends keyof Resources>(type: K, ...parts: readonly string[]): Single<K> {
    return handle(`${type}.${this.name(...parts)}`)
  }

  #many<K extends keyof Resources>(type: K, ...parts: readonly string[]): Several<K> {
    return copies(`${type}.${this.name(...parts)}`)
  }
}
