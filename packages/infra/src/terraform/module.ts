import type { InfraDesign } from '../design/infra-design.ts'
import { compute } from './compute.ts'
import { connectivity } from './connectivity.ts'
import { data } from './data.ts'
import { database } from './database.ts'
import { designTest } from './design-test.ts'
import { dns } from './dns.ts'
import { encryption } from './encryption.ts'
import { exampleVariables } from './example-variables.ts'
import { iam } from './iam.ts'
import { locals } from './locals.ts'
import { logging } from './logging.ts'
import { monitoring } from './monitoring.ts'
import { networkAcls } from './network-acls.ts'
import { network } from './network.ts'
import { notifications } from './notifications.ts'
import { outputs } from './outputs.ts'
import { backend, provider } from './provider.ts'
import { replication } from './replication.ts'
import { safeguards } from './safeguards.ts'
import { scopes, type Scope } from './scope.ts'
import { secrets } from './secrets.ts'
import { security } from './security.ts'
import { forwarderFiles } from './syslog-forwarding.ts'
import { storage } from './storage.ts'
import { traffic } from './traffic.ts'
import { variables } from './variables.ts'
import type { TerraformFile } from './writer/terraform-file.ts'

/** What each site has; with two sites the files of each start with its role. */
const SITE_CONCERNS = {
  network,
  connectivity,
  security,
  network_acls: networkAcls,
  encryption,
  iam,
  database,
  storage,
  compute,
  traffic,
  logging,
} as const satisfies Record<string, (scope: Scope) => TerraformFile>

/** A design as a Terraform module: the text of each file by its path, a file for each concern. */
export function terraformModule(design: InfraDesign): ReadonlyMap<string, string> {
  const files: Record<string, TerraformFile | string | null> = {
    'backend.tf': backend(design),
    'provider.tf': provider(),
    'variables.tf': variables(design),
    'locals.tf': locals(design),
    'data.tf': data(design),
    'secrets.tf': secrets(design),
    'replication.tf': replication(design),
    'dns.tf': design.dns && dns(design, design.dns),
    'notifications.tf': design.notifications && notifications(design, design.notifications),
    'monitoring.tf': monitoring(design),
    'safeguards.tf': design.safeguards && safeguards(design, design.safeguards),
    'outputs.tf': outputs(design),
    'terraform.tfvars.example': exampleVariables(design),
    'tests/design.tftest.hcl': designTest(design),
    ...forwarderFiles(design),
  }
  for (const scope of scopes(design)) {
    for (const [concern, emit] of Object.entries(SITE_CONCERNS)) files[`${scope.at.own(concern)}.tf`] = emit(scope)
  }
  const texts = Object.entries(files).map(([path, file]) => [path, file?.toString() ?? ''] as const)
  return new Map(texts.filter(([, text]) => text !== '').sort(([a], [b]) => (a < b ? -1 : 1)))
}
