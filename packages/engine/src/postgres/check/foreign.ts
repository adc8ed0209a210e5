import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, blocker, some, warning } from './report.ts'

/** Foreign servers come along as they are written down; who may make them, and what of them nobody else may see. */
export function foreign({ moved, found, target }: Facts): readonly Finding[] {
  const { servers, hiddenMappings } = moved.foreign
  if (servers.length === 0) return []
  const names = servers.map(({ name, wrapper }) => `${quoteIdentifier(name)} (${wrapper})`)
  const usable = new Set(found.usableWrappers)
  const findings = [
    warning(
      'pg.foreign-server',
      'source',
      `foreign servers are carried as definitions only: ${some(names)}`,
      'make sure that the target can reach them; what they hold is not moved',
    ),
  ]
  // A wrapper of no extension is a finding of its own.
  const ofExtensions = servers.filter((each) => each.wrapperOfExtension && !usable.has(each.wrapper))
  for (const wrapper of new Set(ofExtensions.map((each) => each.wrapper))) {
    const owners = servers.filter((each) => each.wrapper === wrapper).map(({ owner }) => owner)
    const grantees = [...new Set([target.grants.role, ...owners])].map(quoteIdentifier).join(', ')
    findings.push(
      blocker(
        'pg.foreign-data-wrapper',
        'target',
        `the role ${target.grants.role} may not create servers of the foreign data wrapper ${wrapper}`,
        `GRANT USAGE ON FOREIGN DATA WRAPPER ${quoteIdentifier(wrapper)} TO ${grantees}; -- on the target, ${ADMINISTRATOR}`,
      ),
    )
  }
  if (hiddenMappings.length > 0) {
    const mappings = hiddenMappings.map(({ server, user }) => `${user} on ${server}`)
    findings.push(
      warning(
        'pg.user-mapping',
        'source',
        `user mappings whose options our role may not see are carried without them: ${some(mappings)}`,
        'ALTER USER MAPPING FOR … SERVER … OPTIONS (ADD user …, ADD password …) on the target, before the cut-over',
      ),
    )
  }
  return findings
}
