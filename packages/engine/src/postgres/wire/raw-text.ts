import type { Session } from './session.ts'

/**
 * Whether text travels as it is stored, between databases of these encodings: the way through UTF-8 and back is not exact
 * for every character of EUC_JP, and SQL_ASCII holds anything. What is not right for the other side is refused there.
 *
 * Not where a name is more than ASCII: our statements are UTF-8.
 */
export function travelsRaw(one: string, other: string, names: readonly string[]): boolean {
  const noWayThroughUtf8 = one === other ? one !== 'UTF8' : one === 'SQL_ASCII' || other === 'SQL_ASCII'
  return noWayThroughUtf8 && names.every(isAscii)
}

/** To be SET: the server converts nothing, and still checks what it is given. */
export const RAW_TEXT = `client_encoding = 'SQL_ASCII'`

export function encodingOf(session: Session): string {
  return session.parameters.get('server_encoding') ?? ''
}

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}
