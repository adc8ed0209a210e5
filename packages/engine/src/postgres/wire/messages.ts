import type { ServerError } from '../errors.ts'

/** Values of a DataRow in text format. */
export function readDataRow(body: Buffer): readonly (string | null)[] {
  const values: (string | null)[] = []
  let offset = 2
  for (let left = body.readUInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(offset)
    offset += 4
    values.push(length < 0 ? null : body.toString('utf8', offset, offset + length))
    offset += Math.max(length, 0)
  }
  return values
}

/** The first zero-terminated string of a message, e.g. the tag of CommandComplete. */
export function readString(body: Buffer): string {
  return body.toString('utf8', 0, body.indexOf(0))
}

/** Name and value of a ParameterStatus. */
export function readParameter(body: Buffer): readonly [string, string] {
  const [name = '', value = ''] = body.toString('utf8').split('\0')
  return [name, value]
}

/** https://www.postgresql.org/docs/current/protocol-error-fields.html */
export function readServerError(body: Buffer): ServerError {
  const fields = new Map<string, string>()
  for (const field of body.toString('utf8').split('\0')) {
    if (field !== '') fields.set(field.charAt(0), field.slice(1))
  }
  return {
    sqlstate: fields.get('C') ?? 'XX000',
    message: fields.get('M') ?? '',
    schema: fields.get('s'),
    table: fields.get('t'),
    column: fields.get('c'),
    constraint: fields.get('n'),
  }
}

/** Rows of the last `COPY n` among command tags; 0 when there is none. */
export function copiedRows(tags: readonly string[]): number {
  const tag = tags.findLast((tag) => tag.startsWith('COPY '))
  return tag === undefined ? 0 : Number(tag.slice('COPY '.length))
}
