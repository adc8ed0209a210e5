import { REFUSED } from './refused.ts'
import type { CompatibilitySuite } from './row.ts'
import { PRIVILEGED } from './privileged.ts'
import { CHANGES } from './changes.ts'
import { ALONGSIDE } from './alongside.ts'
import { ZOO_SECTIONS } from './zoo-sections.ts'

/**
 * Everything the page shows, in its order. A suite's rows stand in a file of their own in this folder, which its test
 * imports and runs one by one (`it.each(ROWS)`), so that no row is shown without its test.
 */
export const SUITES: readonly CompatibilitySuite[] = [
  {
    title: 'Objects and types of a PostgreSQL database',
    about: `Over and back with Causeway's login as \`causeway plan\` describes it, no superuser, on 13 → 18, 15 → 16, 17 → 18,
13 → 13 and 18 → 18.`,
    provenBy: 'test/e2e/zoo.pg.test.ts',
    rows: [...ZOO_SECTIONS, ...ALONGSIDE],
  },
  {
    title: 'What only a superuser may create',
    about: `Objects of extensions are not among them. Refused unless \`target.user\` is a superuser of the target, then carried; on
13 → 18.`,
    provenBy: 'test/e2e/zoo-refused.pg.test.ts',
    rows: PRIVILEGED,
  },
  {
    title: 'Refused',
    about: 'Each with the statement that puts it right, before anything is done; on 13 → 18.',
    provenBy: 'test/e2e/zoo-refused.pg.test.ts',
    rows: REFUSED,
  },
  {
    title: 'What happens while it moves',
    about: `Made between slot and snapshot, while tables are copied, while the stream runs and after the cut-over, on 13 → 18, 15 → 16,
17 → 18 and 13 → 13. *Frozen and said* means: nothing moves on, the object and the remedy are named, and after the same change on both
sides \`causeway resume\` goes on; on 13 → 18, in \`test/e2e/changes-refused.pg.test.ts\`.`,
    provenBy: 'test/e2e/changes.pg.test.ts',
    rows: CHANGES,
  },
]
