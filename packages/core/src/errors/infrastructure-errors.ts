import type { ErrorInfo } from './error-info.ts'

/** What can go wrong with the AWS side: its code, the tools that deploy it, and what they answer. */
export const INFRASTRUCTURE_ERRORS = {
  'CW-0270': {
    title: 'no infrastructure declared',
    disposition: 'user',
    remedy: 'add the section `infrastructure`, or begin with one of `causeway init --list-blueprints`',
  },
  'CW-0271': {
    title: 'no such blueprint',
    disposition: 'user',
    remedy: '`causeway init --list-blueprints` says which there are',
  },
  'CW-0272': {
    title: 'tool not found',
    disposition: 'user',
    remedy: 'install the tool the message names, or choose another with --tool',
  },
  'CW-0273': {
    title: 'no valid AWS credentials',
    disposition: 'user',
    remedy: 'sign in (`aws sso login`) or set AWS_PROFILE, then check with `aws sts get-caller-identity`',
  },
  'CW-0274': {
    title: 'tool failed',
    disposition: 'user',
    remedy: 'read what the tool printed; after mending it, run the same command again',
  },
  'CW-0275': {
    title: 'generated file was changed by hand',
    disposition: 'user',
    remedy:
      'move the change into the declaration, or into a file of your own beside it (Terraform merges `*_override.tf`); `--force` overwrites',
  },
  'CW-0276': {
    title: 'generated files are missing or out of date',
    disposition: 'user',
    remedy: 'run `causeway infra synth` with the same --environment, --out and --tool, and review what changed',
  },
  'CW-0277': {
    title: 'password not given',
    disposition: 'user',
    remedy: 'export the variable the message names; it goes to the tool by environment and into no file',
  },
  'CW-0278': {
    title: 'not written for this tool',
    disposition: 'user',
    remedy: 'use `--tool terraform`, which serves every system',
  },
  'CW-0279': {
    title: 'infrastructure cannot be designed',
    disposition: 'user',
    remedy: 'change what the message names in the section `infrastructure`; nothing was written',
  },
  'CW-0320': {
    title: 'deployment waits for approval',
    disposition: 'user',
    remedy: 'review the plan above, then run the command the message names',
  },
  'CW-0321': {
    title: 'protected from being destroyed',
    disposition: 'user',
    remedy:
      'take what must be kept elsewhere, then declare `infrastructure.protection: ephemeral`, synthesise, deploy, and destroy',
  },
} as const satisfies Record<`CW-0${2 | 3}${number}`, ErrorInfo>
