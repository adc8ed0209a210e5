import { costTable, dollars, total, type CostTable } from '../cost/cost-table.ts'
import { PRICES_AS_OF, PRICES_REGION } from '../design/prices.ts'
import type { Documented } from './documents.ts'
import { code, page, table } from './markdown.ts'

/** What each environment costs a month, with what is assumed, and what the migration costs on top. */
export function costPage({ all, design }: Documented): string {
  return page(
    `# What ${design.system} costs`,
    `Estimates for comparing, from a bundled list of on-demand prices of ${PRICES_REGION} of ${PRICES_AS_OF}: without tax, discounts and free tiers, every hour of the month. A price that is not in the list is shown as unknown, and is in no sum. ${code('causeway infra cost')} prints the same.`,
    ...all.map((each) => section(costTable(each))),
    '## Assumptions',
    table(['service', 'configuration', 'assumed'], assumptions(costTable(design))),
  )
}

function section({ environment, rows, running, migration }: CostTable): string {
  const lines = (scope: 'running' | 'migration') =>
    rows
      .filter((row) => row.scope === scope)
      .map(({ service, configuration, monthlyUsd }) => [service, configuration, dollars(monthlyUsd)])
  const head = ['service', 'configuration', 'monthly']
  return [
    `## ${environment}`,
    table(head, [...lines('running'), ['**Total**', 'as long as it stands', `**${total(running)}**`]]),
    'The migration itself, until it is committed; while it lasts, source and target run side by side:',
    table(head, [...lines('migration'), ['**Total**', 'on top', `**${total(migration)}**`]]),
  ].join('\n\n')
}

function assumptions({ rows }: CostTable): readonly (readonly string[])[] {
  return rows.map(({ service, configuration, assumption }) => [service, configuration, assumption])
}
