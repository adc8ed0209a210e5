import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { blocker } from './report.ts'

/** What fires for applied changes, too, has its effects twice: once carried, once again on the other side. */
export function triggers({ moved }: Facts): readonly Finding[] {
  return moved.relations
    .filter(({ kind }) => kind === 'r' || kind === 'p')
    .flatMap(({ sql, firing }) =>
      firing.map(({ kind, name, enabled }) => {
        const [mode, action] = enabled === 'A' ? ['ALWAYS', 'ENABLE'] : ['REPLICA', 'DISABLE']
        // One that fires for applied changes only does nothing for clients: switched off it stays as it is for them.
        return blocker(
          `pg.${kind}-fires-twice`,
          'source',
          `the ${kind} ${quoteIdentifier(name)} on ${sql} is ENABLE ${mode}: it would fire for applied changes, too`,
          `ALTER TABLE ONLY ${sql} ${action} ${kind.toUpperCase()} ${quoteIdentifier(name)}; -- on the source`,
        )
      }),
    )
}
