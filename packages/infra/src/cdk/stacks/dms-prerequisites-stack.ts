import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { DmsServiceRoles } from '../constructs/dms-service-roles.ts'
import type { MirroredDesign } from '../mirrored-design.ts'

export interface DmsPrerequisitesStackProps extends StackProps {
  readonly design: MirroredDesign
}

/** What DMS needs in an account before anything of it can be made. */
export class DmsPrerequisitesStack extends Stack {
  constructor(scope: Construct, id: string, { design, ...props }: DmsPrerequisitesStackProps) {
    super(scope, id, props)
    new DmsServiceRoles(this, 'Roles', { roles: design.dmsServiceRoles })
  }
}
