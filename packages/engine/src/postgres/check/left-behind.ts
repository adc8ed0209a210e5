import type { Finding } from '@causeway/core'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, information, some, warning } from './report.ts'

/** What a dump of a database does not hold, or what only a superuser could bring over. */
export function leftBehind(facts: Facts): readonly Finding[] {
  return [...systemRights(facts), ...labels(facts), ...extensionData(facts), ...places(facts)]
}

function systemRights({ moved, target }: Facts): readonly Finding[] {
  const { systemRights } = moved.objects
  if (systemRights.length === 0 || target.grants.superuser) return []
  const message = `rights on objects of the server or of extensions are left out, since only a superuser gives them: ${some(systemRights)}`
  const remedy = `GRANT and REVOKE on the target what the source has, ${ADMINISTRATOR}`
  return [warning('pg.system-rights', 'target', message, remedy)]
}

function labels({ moved }: Facts): readonly Finding[] {
  const { labelProviders } = moved.objects
  if (labelProviders.length === 0) return []
  const message = `security labels are left out where the target has not loaded their provider: ${some(labelProviders)}`
  return [
    warning('pg.security-label', 'target', message, 'load the providers in shared_preload_libraries of the target'),
  ]
}

function extensionData({ moved }: Facts): readonly Finding[] {
  const { extensionData } = moved.objects
  if (extensionData.length === 0) return []
  const message = `rows in tables of extensions are not carried: ${some(extensionData)}`
  const remedy = 'copy the rows that are yours by hand, once CREATE EXTENSION has filled these tables on the target'
  return [warning('pg.extension-data', 'source', message, remedy)]
}

function places({ moved }: Facts): readonly Finding[] {
  const { tablespaces } = moved.objects
  if (tablespaces.length === 0) return []
  const message = `everything goes into the target's default tablespace; in others on the source: ${some(tablespaces)}`
  return [information('pg.tablespace', 'source', message)]
}
