export interface SubnetView {
  readonly id: string
  readonly vpcId: string
  readonly availabilityZone: string
}

/** What DMS asks of the other services of its account. */
export interface AccountView {
  /** Whether the role exists and `dms.amazonaws.com` may assume it. */
  readonly dmsMayAssume: (roleName: string) => Promise<boolean>
  /** Those of the subnets that exist. */
  readonly subnets: (ids: readonly string[]) => Promise<readonly SubnetView[]>
}

/** An account where every role and subnet that is asked for exists; the subnets take turns in two zones. */
export const GENEROUS_ACCOUNT: AccountView = {
  dmsMayAssume: () => Promise.resolve(true),
  subnets: (ids) =>
    Promise.resolve(ids.map((id, index) => ({ id, vpcId: 'vpc-0', availabilityZone: index % 2 === 0 ? 'a' : 'b' }))),
}
