export { startLocalAws, type LocalAws, type LocalAwsOptions } from './local-aws.ts'
export { gaps, type Gap } from './gaps.ts'
export type { SdkConfig } from './sdk-config.ts'
export { awsToolsMissing, LOCAL_AWS_OVERRIDE, terraformEnvironment } from './terraform-environment.ts'
