import { Aws } from 'aws-cdk-lib'
import type * as iam from 'aws-cdk-lib/aws-iam'
import type * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Resource } from '../../design/model/roles.ts'
import type { Bucket, BucketPurpose } from '../../design/model/storage.ts'
import { siteValue } from '../attribute-values.ts'
import type { FargateSite } from '../mirrored-design.ts'
import { FargateApplication } from './fargate-application.ts'
import { SiteBucket } from './site-bucket.ts'
import { SiteDatabase } from './site-database.ts'
import { SiteKeys } from './site-keys.ts'
import { SiteLoadBalancer } from './site-load-balancer.ts'
import { SiteLogGroups } from './site-log-groups.ts'
import { SiteNetwork } from './site-network.ts'
import { SiteRoles } from './site-roles.ts'
import { SiteSecurityGroups } from './site-security-groups.ts'

export interface MigrationSiteProps {
  readonly site: FargateSite
  /** Where its buckets replicate to, when they do. */
  readonly replicateTo?: MigrationSite
}

/** A VPC with a database, buckets and an application in it: one side of a migration. */
export class MigrationSite extends Construct {
  readonly decided: FargateSite
  readonly network: SiteNetwork
  readonly securityGroups: SiteSecurityGroups
  readonly keys: SiteKeys
  readonly roles: SiteRoles
  readonly logGroups: SiteLogGroups
  readonly database: SiteDatabase
  readonly frontend: SiteLoadBalancer
  readonly application: FargateApplication
  /** What each role may do with what is on this side. */
  readonly policies: ReadonlyMap<string, iam.Policy>
  readonly #buckets: ReadonlyMap<BucketPurpose, s3.Bucket>

  constructor(scope: Construct, id: string, { site, replicateTo }: MigrationSiteProps) {
    super(scope, id)
    this.decided = site
    const { retain } = site.database
    this.network = new SiteNetwork(this, 'Network', { network: site.network })
    const { vpc } = this.network
    const { securityGroups: groups, edges } = site
    this.securityGroups = new SiteSecurityGroups(this, 'SecurityGroups', { vpc, groups, edges })
    this.keys = new SiteKeys(this, 'Keys', { keys: site.keys, retain })
    this.roles = new SiteRoles(this, 'Roles', { roles: site.roles })
    this.logGroups = new SiteLogGroups(this, 'Logs', { logGroups: site.logGroups, keys: this.keys })
    this.#buckets = new Map(site.buckets.map((bucket) => [bucket.purpose, this.#bucket(bucket, replicateTo)]))
    this.database = this.#database()
    this.frontend = this.#frontend()
    this.policies = this.roles.grant(new Construct(this, 'Policies'), (resource) => this.arnsOf(resource))
    this.application = this.#application()
  }

  bucket(purpose: BucketPurpose): s3.Bucket | undefined {
    return this.#buckets.get(purpose)
  }

  /** ARNs of what is on this side; empty for what is on the other. */
  arnsOf(resource: Resource): readonly string[] {
    const { role } = this.decided
    switch (resource.kind) {
      case 'bucket': {
        const bucket = resource.site === role ? this.bucket(resource.purpose) : undefined
        if (bucket === undefined) return []
        return [resource.objects ? this.#objectsArn(resource.purpose) : bucket.bucketArn]
      }
      case 'secret':
        return resource.credential === this.decided.database.credential ? [this.database.secret.secretArn] : []
      case 'key': {
        const key = resource.site === role ? this.keys.of(resource.purpose) : undefined
        return key === undefined ? [] : [key.keyArn]
      }
      case 'log-group': {
        const group = this.logGroups.find(resource.name)
        // The ARN of a group ends with `:*`, which is its streams.
        return group === undefined ? [] : [group.logGroupArn]
      }
      case 'parameter':
      case 'delivery-stream':
        throw new RangeError(`no ${resource.kind} on this side`)
      default:
        throw new TypeError(`no ARN for ${JSON.stringify(resource satisfies never)}`)
    }
  }

  /** By name, so that an acknowledgement can name it too. */
  #objectsArn(purpose: BucketPurpose): string {
    const name = this.decided.buckets.find((bucket) => bucket.purpose === purpose)?.name
    return `arn:${Aws.PARTITION}:s3:::${name}/*`
  }

  #bucket(bucket: Bucket, replicateTo?: MigrationSite): s3.Bucket {
    const destination = replicateTo?.bucket(bucket.purpose)
    const { replication } = bucket
    const replica =
      destination === undefined || replication === null
        ? undefined
        : { destination, role: this.roles.of(replication.role) }
    return new SiteBucket(this, bucket.purpose, { bucket, keys: this.keys, replica }).bucket
  }

  #database(): SiteDatabase {
    const { database, credentials } = this.decided
    const credential = credentials.find(({ id }) => id === database.credential)
    if (credential === undefined) throw new RangeError(`no login ${database.credential} for the database`)
    const made = new SiteDatabase(this, 'Database', {
      database,
      credential,
      vpc: this.network.vpc,
      vpcSubnets: this.network.databaseSubnets,
      securityGroup: this.securityGroups.of('database'),
      keys: this.keys,
    })
    // RDS makes a group that is not there, and keeps its logs for ever.
    made.instance.node.addDependency(...this.logGroups.for('database'))
    return made
  }

  #frontend(): SiteLoadBalancer {
    return new SiteLoadBalancer(this, 'Frontend', {
      loadBalancer: this.decided.loadBalancer,
      vpc: this.network.vpc,
      vpcSubnets: this.network.subnetsOf('public'),
      securityGroup: this.securityGroups.of('load-balancer'),
      accessLogs: this.bucket('access-logs'),
    })
  }

  #application(): FargateApplication {
    const application = new FargateApplication(this, 'Application', {
      compute: this.decided.compute,
      vpc: this.network.vpc,
      vpcSubnets: this.network.subnetsOf('app'),
      securityGroup: this.securityGroups.of('app'),
      frontend: this.frontend,
      roles: this.roles,
      logGroups: this.logGroups,
      valueOf: ({ attribute }) => siteValue(this, attribute) ?? '',
    })
    // A task that starts before its role may do anything fails, and starts again.
    application.node.addDependency(...this.policies.values())
    return application
  }
}
