import type { InfraDesign } from '../design/infra-design.ts'

/** What of a design refuses to be destroyed, each in words with its name; empty with the ephemeral profile. */
export function protections(design: InfraDesign): readonly string[] {
  const sites = design.source === null ? [design.target] : [design.source, design.target]
  return sites.flatMap(({ database, loadBalancer, buckets }) => [
    ...(database.deletionProtection ? [`deletion protection of the database ${database.identifier}`] : []),
    ...(database.retain ? [`the data of ${database.identifier}, which is kept`] : []),
    ...(loadBalancer.deletionProtection ? [`deletion protection of the load balancer ${loadBalancer.name}`] : []),
    ...buckets.filter(({ retain }) => retain).map(({ name }) => `the bucket ${name}, which is kept with its content`),
  ])
}

/** Variables Terraform must be given by environment before it deploys. */
export function neededPasswords(design: InfraDesign): readonly string[] {
  const sites = design.source === null ? [design.target] : [design.source, design.target]
  return sites
    .flatMap(({ credentials }) => credentials)
    .flatMap(({ password }) => (password.from === 'input' ? [`TF_VAR_${password.variable}`] : []))
}
