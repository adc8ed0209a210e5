import { CfnOutput, type Stack } from 'aws-cdk-lib'
import type { InfraDesign } from '../../design/infra-design.ts'
import type { Attribute } from '../../design/model/outputs.ts'

/** Writes the outputs that this stack knows, exported under their key and the deployment's suffix. */
export function addOutputs(
  stack: Stack,
  { outputs, naming }: InfraDesign,
  valueOf: (value: Attribute | string | number) => string | undefined,
): void {
  for (const { key, description, value } of outputs) {
    const known = valueOf(value)
    if (known === undefined) continue
    // Its id would else be taken where a resource has the same.
    new CfnOutput(stack, `Output-${key}`, { key, description, value: known, exportName: `${key}-${naming.suffix}` })
  }
}
