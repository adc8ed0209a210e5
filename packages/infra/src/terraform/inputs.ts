import type { SiteAddresses } from './site-addresses.ts'
import { reference } from './writer/ref.ts'

/** The variables of a module, as other files refer to them; variables.ts declares those a design has a use for. */
export const INPUTS = {
  region: reference<string>('var.aws_region'),
  environment: reference<string>('var.environment'),
  suffix: reference<string>('var.environment_suffix'),
  migrationPhase: reference<string>('var.migration_phase'),
  costCenter: reference<string>('var.cost_center'),
  onPremisesCidrs: reference<readonly string[]>('var.onprem_cidrs'),
  directConnectGateway: reference<string>('var.direct_connect_gateway_id'),
  directConnectInterface: reference<string>('var.direct_connect_vif_id'),
  vpnGateway: reference<string>('var.vpn_gateway_id'),
  customerGateway: reference<string>('var.customer_gateway_id'),
  vpnConnection: reference<string>('var.vpn_connection_id'),
  sourceHost: reference<string>('var.source_host'),
  sourcePort: reference<number>('var.source_port'),
  image: reference<string>('var.app_image'),
  port: reference<number>('var.app_port'),
  certificate: reference<string>('var.certificate_arn'),
  blueWeight: reference<number>('var.blue_target_weight'),
  greenWeight: reference<number>('var.green_target_weight'),
  trafficWeight: reference<number>('var.traffic_weight'),
  dmsServiceRoles: reference<readonly string[]>('var.dms_service_roles'),
  credentialsVersion: reference<number>('var.credentials_version'),
  generatePasswords: reference<boolean>('var.generate_passwords'),
  notificationEmails: reference<readonly string[]>('var.notification_emails'),
  syslogHost: reference<string>('var.syslog_host'),
  syslogPort: reference<number>('var.syslog_port'),
} as const

/** The addresses of a site's VPC. */
export function vpcCidr(at: SiteAddresses) {
  return reference<string>(`var.${at.own('vpc_cidr')}`)
}
