import type { InfraSpec } from '../design/context.ts'
import type { InfraDesign } from '../design/infra-design.ts'
import { architecture } from './architecture/architecture.ts'
import { svg } from './architecture/svg.ts'
import { costPage } from './cost-page.ts'
import { readinessPage } from './readiness-page.ts'
import { readmePage } from './readme-page.ts'
import { runbookPage } from './runbook/runbook-page.ts'
import { statePage } from './state-page.ts'

/** What the documents of one environment are written from. */
export interface Documented {
  readonly spec: InfraSpec
  readonly design: InfraDesign
  /** Of every environment of the declaration. */
  readonly all: readonly InfraDesign[]
}

/** What tools leave in the folder and no repository should have: state and plans know every address. */
const GITIGNORE = `.terraform/
*.tfstate
*.tfstate.*
*.tfplan
terraform.tfvars
terraform.tfstate.d/
cdk-outputs.json
`

/** What people read beside the code, by path; the facts are those of the declaration and its design. */
export function documents(documented: Documented): ReadonlyMap<string, string> {
  return new Map([
    ['.gitignore', GITIGNORE],
    ['README.md', readmePage(documented)],
    ['architecture.svg', svg(architecture(documented.design))],
    ['cost.md', costPage(documented)],
    ['production-readiness.md', readinessPage(documented)],
    ['runbook.md', runbookPage(documented)],
    ['state-migration.md', statePage(documented)],
  ])
}
