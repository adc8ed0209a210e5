import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, count, formatBytes, information, some, warning } from './report.ts'

/** What belongs to the database as a whole. */
export function objects(facts: Facts): readonly Finding[] {
  const { publications, subscriptions, largeObjects, largeObjectBytes } = facts.moved.objects
  const findings: Finding[] = []
  if (publications.length > 0) {
    findings.push(information('pg.publication', 'source', `publications are not carried: ${some(publications)}`))
  }
  const stopped = subscriptions.filter(({ enabled }) => !enabled).map(({ name }) => name)
  if (stopped.length > 0) {
    findings.push(information('pg.subscription', 'source', `subscriptions are not carried: ${some(stopped)}`))
  }
  for (const { name } of subscriptions.filter(({ enabled }) => enabled)) {
    const message = `the subscription ${name} writes to the source; it is not carried, and a fence does not stop it`
    const remedy = `ALTER SUBSCRIPTION ${quoteIdentifier(name)} DISABLE; -- on the source, before the cut-over`
    findings.push(warning('pg.subscription', 'source', message, remedy))
  }
  if (largeObjects > 0) {
    const what = `${count(largeObjects, 'large object')}, ${formatBytes(largeObjectBytes)}`
    findings.push(information('pg.large-objects', 'source', what))
    const message = `changes of ${count(largeObjects, 'large object')} after the copy are found at the cut-over only`
    const remedy =
      'keep them unchanged from the copy to the cut-over, or allow for the time to compare them in cutover.pauseBudget'
    findings.push(warning('pg.large-object-changes', 'source', message, remedy))
  }
  return [...findings, ...eventTriggers(facts)]
}

function eventTriggers({ moved, found, target }: Facts): readonly Finding[] {
  const all = moved.objects.eventTriggers.map(({ name }) => name)
  const enabled = moved.objects.eventTriggers.filter((each) => each.enabled).map(({ name }) => name)
  const findings: Finding[] = []
  if (enabled.length > 0) {
    const message = `event triggers fire for what Causeway creates: ${some(enabled)}`
    const remedy = `${enabled.map((name) => `ALTER EVENT TRIGGER ${name} DISABLE;`).join(' ')} -- on the source, for the time of the migration`
    findings.push(warning('pg.event-trigger', 'source', message, remedy))
  }
  if (all.length > 0 && !target.grants.superuser && !found.rdsSuperuser) {
    const message = `event triggers are left out, since the role ${target.grants.role} may not create them: ${some(all)}`
    const remedy = `create them on the target ${ADMINISTRATOR}, after the cut-over`
    findings.push(warning('pg.event-trigger', 'target', message, remedy))
  }
  return findings
}
