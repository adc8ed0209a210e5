/** As `terraform output -json` prints them. */
type TerraformOutputs = Readonly<Record<string, { readonly sensitive: boolean; readonly value: unknown }>>

/** As `cdk deploy --outputs-file` writes them: by stack. */
type CdkOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Terraform's outputs as `{key: value}`, without the sensitive ones unless asked for. */
export function flatTerraformOutputs(json: string, sensitive: boolean): Readonly<Record<string, unknown>> {
  const nested: TerraformOutputs = JSON.parse(json)
  const shown = Object.entries(nested).filter(([, output]) => sensitive || !output.sensitive)
  return Object.fromEntries(shown.map(([key, { value }]) => [key, value]))
}

/** CloudFormation's outputs as `{key: value}`: keys are unique over all stacks of a system. */
export function flatCdkOutputs(json: string): Readonly<Record<string, unknown>> {
  const byStack: CdkOutputs = JSON.parse(json)
  return Object.assign({}, ...Object.values(byStack))
}
