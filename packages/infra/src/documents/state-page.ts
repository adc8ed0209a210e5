import { whyNoCdk } from '../cdk/mirrored-design.ts'
import type { InfraDesign } from '../design/infra-design.ts'
import type { Documented } from './documents.ts'
import { code, commands, page } from './markdown.ts'

/** How the record of what was made is kept, changed and recovered. */
export function statePage({ design, all }: Documented): string {
  const { environment } = design
  return page(
    `# State of ${design.system}`,
    'Terraform compares the code with its state, not with AWS alone: what is in no state is made anew, what is no more in the code is destroyed. Every change below begins with a copy and ends with an empty plan.',
    commands(
      'terraform state pull > before.tfstate   # keep it until the plan is empty again',
      'terraform plan -detailed-exitcode       # 0: nothing to change',
    ),
    '## Backend',
    backend(design),
    '## Workspaces',
    `Each environment is a workspace with a state of its own: ${all.map((each) => code(each.environment)).join(', ')}. ${code('causeway infra')} selects the one of ${code('--environment')} and makes it when it is new.`,
    commands(
      'terraform workspace list',
      `terraform workspace select -or-create ${environment}`,
      'terraform workspace delete OLD   # refused as long as its state has resources',
    ),
    'To move an environment to another name, move its state:',
    commands(
      `terraform workspace select ${environment} && terraform state pull > ${environment}.tfstate`,
      `terraform workspace new ${environment}-2 && terraform state push ${environment}.tfstate`,
    ),
    '## Import what exists already',
    'Write the import into a file of your own, so that it is reviewed and repeatable; `terraform plan` then shows what would change to make the resource as declared.',
    importExample(design),
    'Roles of DMS exist once in an account. Where they exist, leave them out instead of importing them:',
    commands("export TF_VAR_dms_service_roles='[]'"),
    '## Move and rename',
    'A resource that got another address is moved, not made again:',
    '```hcl\n# moved.tf\nmoved {\n  from = aws_s3_bucket.files\n  to   = aws_s3_bucket.images\n}\n```',
    commands(
      'terraform plan                                   # says "has moved to", and nothing to add or destroy',
      'terraform state mv OLD NEW                        # by hand, where no file is to remain',
    ),
    '## Split',
    'To give a part, such as the network, a state of its own: move its files into another module, then its resources. Both plans must be empty before anybody applies.',
    commands(
      'terraform state pull > whole.tfstate',
      'terraform state list | grep -E "^aws_(vpc|subnet|route|nat_gateway|eip|internet_gateway)"',
      'terraform state mv -state=whole.tfstate -state-out=network.tfstate aws_vpc.main aws_vpc.main   # each of them',
      'terraform -chdir=../network state push "$PWD/network.tfstate"',
      'terraform state push whole.tfstate',
    ),
    '## Recover',
    recovery(design),
    cdkPart(design),
  )
}

function backend({ state, environment }: InfraDesign): string {
  if (state.kind === 'local') {
    return [
      `The state is a file beside the module (${code(`terraform.tfstate.d/${environment}/terraform.tfstate`)}): enough for a trial and for one person. It holds no password, but it holds every address: keep it out of the repository. To share it, make a bucket and a table, declare them, and move it:`,
      '```yaml\ninfrastructure:\n  state: { kind: s3, bucket: MY-STATE-BUCKET, lockTable: MY-LOCK-TABLE }\n```',
      commands(
        'aws s3api create-bucket --bucket MY-STATE-BUCKET',
        'aws s3api put-bucket-versioning --bucket MY-STATE-BUCKET --versioning-configuration Status=Enabled',
        'aws dynamodb create-table --table-name MY-LOCK-TABLE --billing-mode PAY_PER_REQUEST \\',
        '  --attribute-definitions AttributeName=LockID,AttributeType=S --key-schema AttributeName=LockID,KeyType=HASH',
        `causeway infra synth --environment ${environment}`,
        'terraform init -migrate-state',
      ),
    ].join('\n\n')
  }
  const { bucket, key, region, lockTable } = state
  return [
    `The state is ${code(`s3://${bucket}/${key}`)} in ${region} (a workspace other than default below ${code(`env:/NAME/${key}`)}), encrypted, and locked by the DynamoDB table ${code(lockTable)}. Both are made once, by hand, and belong to no state:`,
    commands(
      `aws s3api create-bucket --bucket ${bucket}${region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`}`,
      `aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
      `aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
      `aws dynamodb create-table --table-name ${lockTable} --billing-mode PAY_PER_REQUEST \\`,
      '  --attribute-definitions AttributeName=LockID,AttributeType=S --key-schema AttributeName=LockID,KeyType=HASH',
    ),
    'To change the backend, change `infrastructure.state`, synthesise, and let Terraform move the state:',
    commands('terraform init -migrate-state', 'terraform plan   # must be empty'),
  ].join('\n\n')
}

function importExample({ target, source }: InfraDesign): string {
  const { name } = target.network
  const [bucket] = target.buckets
  const example = bucket === undefined ? '' : `\n\n# A bucket is imported by its name: ${bucket.name}`
  return `\`\`\`hcl\n# imports.tf\nimport {\n  to = aws_vpc.${source === null ? 'main' : 'target'} # ${name}\n  id = "vpc-0123456789abcdef0"\n}${example}\n\`\`\``
}

function recovery({ state }: InfraDesign): string {
  const lost =
    state.kind === 's3'
      ? [
          `aws s3api list-object-versions --bucket ${state.bucket} --prefix ${state.key}`,
          `aws s3api get-object --bucket ${state.bucket} --key ${state.key} --version-id VERSION good.tfstate`,
        ]
      : ['cp terraform.tfstate.d/*/terraform.tfstate.backup good.tfstate   # the state before the last change']
  return [
    'A lock whose holder is gone (look first: it names who, where and since when):',
    commands('terraform force-unlock LOCK_ID'),
    'A state that is damaged or lost:',
    commands(
      ...lost,
      'terraform state push good.tfstate   # refused when it is older; -force only after comparing serials',
      'terraform plan -refresh-only        # what changed in AWS meanwhile',
    ),
    'An apply that stopped half-way needs no recovery: what was made is in the state, and the next apply goes on. A resource made by hand is imported; one that is gone is forgotten with `terraform state rm ADDRESS`.',
  ].join('\n\n')
}

function cdkPart(design: InfraDesign): string {
  if (whyNoCdk(design) !== null) return ''
  return [
    '## The same with the CDK',
    'CloudFormation keeps the state; there is no backend, no lock and no workspace: an environment is a set of stacks. One system is deployed by Terraform or by the CDK, never by both.',
    commands(
      'cdk bootstrap aws://ACCOUNT/REGION               # once for an account and region',
      'cdk diff --app cdk.out                           # the plan',
      'cdk import --app cdk.out STACK                   # existing resources into a stack',
      'cdk refactor --app cdk.out --unstable=refactor   # another logical id or stack, without making it anew',
      'aws cloudformation detect-stack-drift --stack-name STACK',
      'aws cloudformation continue-update-rollback --stack-name STACK   # out of UPDATE_ROLLBACK_FAILED',
      'cdk rollback --app cdk.out STACK                 # a deployment that stopped half-way',
    ),
    'From Terraform to the CDK, or back: give the data resources the profile production, so that they are kept; remove them from the one (`terraform state rm`), import them into the other (`cdk import`), and compare both plans before anything is applied.',
  ].join('\n\n')
}
