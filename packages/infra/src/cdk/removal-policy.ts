import { RemovalPolicy } from 'aws-cdk-lib'

/** What becomes of data when its stack goes. */
export function removalPolicy(retain: boolean): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
}
