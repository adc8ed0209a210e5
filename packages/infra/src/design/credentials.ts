import type { Context, Side } from './context.ts'
import { keyFor } from './keys.ts'
import type { Credential } from './model/database.ts'

/** A source that does not say who reads it. */
const FALLBACK_USER = 'causeway'
const PASSWORD_LENGTH = 32
const PRODUCTION_RECOVERY_DAYS = 30

/** The logins kept on one side: its own database's, and in the target that of a source outside AWS. */
export function credentials(context: Context, side: Side): readonly Credential[] {
  if (side === 'source') return [credential(context, 'source', side)]
  const own = credential(context, 'target', side)
  return context.infra.mirror === undefined ? [own, credential(context, 'source', side)] : [own]
}

function credential(context: Context, id: Side, keptBy: Side): Credential {
  const { infra, names, production } = context
  const path = infra.secrets.parameters
  const what = id === 'target' ? 'master' : 'onprem'
  return {
    id,
    description: id === 'target' ? 'Login that owns the target database' : 'Login the source database is read with',
    user: userOf(context, id),
    password: passwordOf(context, id),
    secretName: names.of('secret', 'db-credentials', id),
    key: keyFor(context, keptBy, 'secrets'),
    parameters:
      path === undefined
        ? []
        : (['username', 'password'] as const).map((holds) => ({
            name: `${path}/${names.naming.suffix}/${id === 'target' ? 'db/' : ''}${what}${id === 'source' ? '/db' : ''}/${holds}`,
            holds,
          })),
    recoveryDays: production ? PRODUCTION_RECOVERY_DAYS : 0,
  }
}

function userOf({ spec, infra }: Context, id: Side): string {
  if (id === 'target' || infra.mirror !== undefined) return infra.database.adminUser
  const { user } = spec.source
  return infra.secrets.sourceUser ?? (user.from === 'literal' ? user.value : FALLBACK_USER)
}

function passwordOf({ infra }: Context, id: Side): Credential['password'] {
  const declared = infra.secrets[id]
  if (declared.kind === 'generated' || (id === 'source' && infra.mirror !== undefined)) {
    return { from: 'generated', length: PASSWORD_LENGTH, punctuation: false }
  }
  if (declared.kind === 'existing') return { from: 'existing-secret', secret: declared.name, key: declared.key }
  return { from: 'input', variable: id === 'target' ? 'db_master_password' : 'onprem_db_password' }
}
