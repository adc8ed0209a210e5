import type { Finding } from '@causeway/core'
import type { Facts } from './facts.ts'
import { blocker, warning } from './report.ts'

/** Every text of the source must have a place in the target's encoding, unchanged in meaning. */
export function encodings({ source, target }: Facts): readonly Finding[] {
  const { encoding: from, hasWayToUtf8 } = source.server.database
  const to = target.server.database.encoding
  const check = 'pg.encoding'
  if (from === to) return []
  const message = `the encoding is ${from} on the source and ${to} on the target`
  if (to !== 'UTF8' || !(hasWayToUtf8 || from === 'SQL_ASCII')) {
    const remedy = `make the target with CREATE DATABASE … ENCODING '${from}' TEMPLATE template0`
    return [
      blocker(check, 'target', message, to === 'UTF8' || !hasWayToUtf8 ? remedy : `${remedy}, or ENCODING 'UTF8'`),
    ]
  }
  if (from === 'SQL_ASCII') {
    return [
      warning(
        check,
        'source',
        `${message}: SQL_ASCII takes any bytes, and the first text that is not UTF-8 stops the copy, or the stream`,
        'pg_dump --data-only --encoding=UTF8 DATABASE > /dev/null -- on the source, names a table that has one; mend it there',
      ),
    ]
  }
  return [
    warning(
      check,
      'target',
      `${message}: text is converted; characters that ${from} lacks cannot be carried back after the cut-over`,
      'have applications keep to the old characters until the hold is over, or a rollback will not be possible',
    ),
  ]
}
