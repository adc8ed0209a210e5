import type { Found } from './carrier.ts'
import { findDumpAndRestore } from './dump-and-restore.ts'
import { findPgcopydb } from './pgcopydb.ts'
import { findPsqlPipes } from './psql-pipes.ts'
import { findInitialCopy } from './subscription.ts'

/** Every way to carry a database of this major that can be used on this machine, and what is missing for the others. */
export async function findCarriers(from: number): Promise<Found> {
  const found = await Promise.all([
    findPgcopydb(from),
    findDumpAndRestore(from),
    findPsqlPipes(from),
    findInitialCopy(from),
  ])
  return { carriers: found.flatMap(({ carriers }) => carriers), missing: found.flatMap(({ missing }) => missing) }
}
