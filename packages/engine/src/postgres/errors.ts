import { CausewayError, type DatabaseErrorNumber, type ErrorCode, type Side } from '@causeway/core'

/** The fields of an ErrorResponse we use; `detail`, `where` and `hint` may quote row values and are left out. */
export interface ServerError {
  readonly sqlstate: string
  readonly message: string
  readonly schema?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
  readonly constraint?: string | undefined
}

/** What was attempted; an insufficient privilege means something else while a session is being opened. */
type Attempt = 'connect' | 'statement'

const BY_SQLSTATE: Readonly<Record<string, DatabaseErrorNumber>> = {
  '25006': '18',
  '28000': '03',
  '28P01': '02',
  '3D000': '04',
  '40001': '17',
  '40P01': '17',
  '42501': '10',
  '53100': '14',
  '53300': '13',
  '53400': '13',
  '55P03': '16',
  '57014': '16',
  '57P01': '12',
  '57P02': '12',
  '57P03': '12',
  '57P05': '11',
}

const BY_SQLSTATE_CLASS: Readonly<Record<string, DatabaseErrorNumber>> = { '08': '11', '53': '15' }

const BY_ERRNO: Readonly<Record<string, DatabaseErrorNumber>> = {
  ECONNREFUSED: '01',
  EAI_AGAIN: '01',
  EHOSTUNREACH: '01',
  ENETUNREACH: '01',
  ENOENT: '01',
  ENOTFOUND: '01',
  ETIMEDOUT: '01',
  ECONNRESET: '11',
  EPIPE: '11',
  CERT_HAS_EXPIRED: '07',
  CERT_NOT_YET_VALID: '07',
  CERT_REJECTED: '06',
  CERT_REVOKED: '06',
  // An authority that was made anew under the same name.
  CERT_SIGNATURE_FAILURE: '06',
  CERT_UNTRUSTED: '06',
  DEPTH_ZERO_SELF_SIGNED_CERT: '06',
  ERR_TLS_CERT_ALTNAME_INVALID: '08',
  INVALID_CA: '06',
  SELF_SIGNED_CERT_IN_CHAIN: '06',
  UNABLE_TO_GET_ISSUER_CERT: '06',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: '06',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: '06',
}

/** The code of one side for a number both sides share. */
export function sideCode(side: Side, number: DatabaseErrorNumber): ErrorCode {
  return side === 'source' ? `CW-06${number}` : `CW-07${number}`
}

/** An error of one side, in our words. */
export function sideError(
  side: Side,
  number: DatabaseErrorNumber,
  message: string,
  options: ErrorOptions & { readonly data?: Readonly<Record<string, unknown>> } = {},
): CausewayError {
  return new CausewayError(sideCode(side, number), `${side}: ${message}`, options)
}

/**
 * Translates what a server, a socket or TLS said, once, at the edge. An error that already is ours passes unchanged.
 *
 * The server's own words are kept, except where they quote row values (SQLSTATE classes 22 and 23): there the names of
 * table, column and constraint must do. `data.sqlstate` is set for everything a server said.
 */
export function translateError(side: Side, thrown: unknown, attempt: Attempt): CausewayError {
  if (CausewayError.is(thrown)) return thrown
  const server = asServerError(thrown)
  return server ? translateServerError(side, server, attempt) : translateLocalError(side, thrown, attempt)
}

/** The target would not do a statement: neither a connection that went nor anything that passes by itself. */
export function isRefusal(error: unknown): error is CausewayError {
  return CausewayError.is(error) && (error.code === 'CW-0710' || error.code === 'CW-0719')
}

/** For an ErrorResponse read off the wire. */
export function translateServerError(side: Side, server: ServerError, attempt: Attempt): CausewayError {
  const { sqlstate, schema, table, column, constraint } = server
  const number =
    sqlstate === '42501' && attempt === 'connect'
      ? '03'
      : (BY_SQLSTATE[sqlstate] ?? BY_SQLSTATE_CLASS[sqlstate.slice(0, 2)] ?? '19')
  const untranslatable = sqlstate === '22021' || sqlstate === '22P05'
  const quotesValues = sqlstate.startsWith('22') || sqlstate.startsWith('23')
  const place = [schema, table, column, constraint].filter((part) => part !== undefined).join('.')
  const refused = untranslatable
    ? 'a text has bytes or characters that the encoding does not have'
    : 'a value was refused'
  const words = quotesValues ? `${refused}${place && ` (${place})`}` : server.message
  return sideError(side, number, `${words} [SQLSTATE ${sqlstate}]`, {
    data: withoutUndefined({ sqlstate, schema, table, column, constraint }),
  })
}

function translateLocalError(side: Side, thrown: unknown, attempt: Attempt): CausewayError {
  const code = property(thrown, 'code')
  const message = property(thrown, 'message') ?? ''
  const known = code === undefined ? undefined : BY_ERRNO[code]
  const options = { cause: thrown, data: withoutUndefined({ errno: code }) }
  if (message.includes('does not support SSL')) return sideError(side, '05', 'the server speaks no TLS', options)
  if (message.includes('client password must be a')) {
    return sideError(side, '02', 'the server asks for a password and the declaration has none', options)
  }
  if (known !== undefined) return sideError(side, known, message === '' ? `${code}` : message, options)
  if (code?.startsWith('ERR_SSL_') || code?.startsWith('ERR_OSSL_') || code === 'EPROTO' || message.includes('SSL')) {
    return sideError(side, '09', message, options)
  }
  // What the client library says when the socket is gone carries no code.
  if (message.startsWith('Connection terminated') || message.startsWith('Client has encountered a connection error')) {
    return sideError(side, attempt === 'connect' ? '01' : '11', 'the server closed the connection', options)
  }
  return new CausewayError('CW-0101', `${side}: ${message || String(thrown)}`, options)
}

function asServerError(thrown: unknown): ServerError | null {
  const sqlstate = property(thrown, 'code')
  if (sqlstate === undefined || !/^[0-9A-Z]{5}$/.test(sqlstate) || property(thrown, 'severity') === undefined)
    return null
  return {
    sqlstate,
    message: property(thrown, 'message') ?? '',
    schema: property(thrown, 'schema'),
    table: property(thrown, 'table'),
    column: property(thrown, 'column'),
    constraint: property(thrown, 'constraint'),
  }
}

function property(value: unknown, name: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof found === 'string' ? found : undefined
}

function withoutUndefined(data: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
