import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import type { AvailableExtension, InstalledExtension } from './object-facts.ts'
import { ADMINISTRATOR, blocker, warning } from './report.ts'

/** The target must have every extension of the source, or be able to get it from our role. */
export function extensions({ moved, found, target }: Facts): readonly Finding[] {
  const available = new Map(found.extensions.map((extension) => [extension.name, extension]))
  return moved.objects.extensions.flatMap((extension) => {
    const there = available.get(extension.name)
    if (there === undefined) return [notAvailable(extension)]
    const mayCreate = there.trusted || target.grants.superuser || found.rdsSuperuser
    return [
      ...(there.installed || mayCreate ? [] : [notAllowed(extension, target.grants.role)]),
      ...(isOlder(there.version, extension.version) ? [older(extension, there)] : []),
    ]
  })
}

function notAvailable({ name, version }: InstalledExtension): Finding {
  return blocker(
    'pg.extension-missing',
    'target',
    `the extension ${name} ${version} of the source is not available on the target`,
    `install the package of ${name} on the target server, or, when nothing needs it: DROP EXTENSION ${quoteIdentifier(name)} on the source`,
  )
}

function notAllowed({ name, schema, schemaOwner }: InstalledExtension, role: string): Finding {
  const carried = schema !== 'public' && schema !== 'pg_catalog'
  const create = `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)} AUTHORIZATION ${quoteIdentifier(schemaOwner)}; `
  return blocker(
    'pg.extension-privilege',
    'target',
    `the role ${role} may not create the extension ${name}, which is not a trusted one`,
    `${carried ? create : ''}CREATE EXTENSION ${quoteIdentifier(name)} WITH SCHEMA ${quoteIdentifier(schema)}; -- on the target, ${ADMINISTRATOR}`,
  )
}

function older({ name, version }: InstalledExtension, there: AvailableExtension): Finding {
  return warning(
    'pg.extension-older',
    'target',
    `the extension ${name} is ${version} on the source and ${there.version} on the target`,
    there.installed
      ? `ALTER EXTENSION ${quoteIdentifier(name)} UPDATE; -- on the target, ${ADMINISTRATOR}`
      : `install a newer package of ${name} on the target server`,
  )
}

/** Versions are any text; numbers in them count as numbers. */
function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0
}
