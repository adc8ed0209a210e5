import { ERRORS } from '@causeway/core'
import { describe, expect, it } from 'vitest'
import { sideError, translateError, translateServerError } from './errors.ts'

const server = (sqlstate: string, message = 'as the server said') => ({ sqlstate, message })

describe('translating', () => {
  it.each([
    ['25006', 'CW-0618', 'user'],
    ['28000', 'CW-0603', 'user'],
    ['28P01', 'CW-0602', 'user'],
    ['3D000', 'CW-0604', 'user'],
    ['08006', 'CW-0611', 'retry'],
    ['40001', 'CW-0617', 'retry'],
    ['40P01', 'CW-0617', 'retry'],
    ['42501', 'CW-0610', 'user'],
    ['53100', 'CW-0614', 'user'],
    ['53200', 'CW-0615', 'retry'],
    ['53300', 'CW-0613', 'retry'],
    ['55P03', 'CW-0616', 'retry'],
    ['57014', 'CW-0616', 'retry'],
    ['57P01', 'CW-0612', 'retry'],
    ['57P03', 'CW-0612', 'retry'],
    ['42601', 'CW-0619', 'fatal'],
    ['XX000', 'CW-0619', 'fatal'],
  ])('knows SQLSTATE %s', (sqlstate, code, disposition) => {
    const error = translateServerError('source', server(sqlstate), 'statement')
    expect(error).toMatchObject({ code, disposition, exitCode: 6, data: { sqlstate } })
    expect(error.message).toContain('as the server said')
  })

  it('takes a missing privilege while connecting for a refused connection', () => {
    expect(translateServerError('target', server('42501'), 'connect').code).toBe('CW-0703')
  })

  it.each([
    ['ECONNREFUSED', 'CW-0701'],
    ['ENOTFOUND', 'CW-0701'],
    ['ETIMEDOUT', 'CW-0701'],
    ['ECONNRESET', 'CW-0711'],
    ['CERT_HAS_EXPIRED', 'CW-0707'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CW-0706'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'CW-0708'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'CW-0709'],
    ['EPROTO', 'CW-0709'],
  ])('knows errno %s', (code, translated) => {
    const error = translateError('target', Object.assign(new Error('as the system said'), { code }), 'connect')
    expect(error).toMatchObject({ code: translated, exitCode: 7, data: { errno: code } })
  })

  it('tells attempts at all addresses of a host by their code', () => {
    const error = Object.assign(new AggregateError([new Error('one'), new Error('other')]), { code: 'ECONNREFUSED' })
    expect(translateError('source', error, 'connect').message).toBe('source: ECONNREFUSED')
  })

  it('keeps row values out, and says where they were', () => {
    const error = translateServerError(
      'target',
      { sqlstate: '23514', message: 'failing row contains (4711)', schema: 'public', table: 't', constraint: 'c' },
      'statement',
    )
    expect(error.message).toBe('target: a value was refused (public.t.c) [SQLSTATE 23514]')
    expect(error.data).toEqual({ sqlstate: '23514', schema: 'public', table: 't', constraint: 'c' })
  })

  it('passes its own errors on unchanged, and calls the unknown internal', () => {
    const own = sideError('source', '04', 'there is no such database')
    expect(translateError('target', own, 'statement')).toBe(own)
    expect(translateError('source', new TypeError('x is not a function'), 'statement').code).toBe('CW-0101')
    expect(translateError('source', 'thrown text', 'statement').message).toBe('source: thrown text')
  })

  it('has the same numbers for both sides', () => {
    const numbers = (side: string) => Object.keys(ERRORS).filter((code) => code.startsWith(side) && code < `${side}40`)
    expect(numbers('CW-06').map((code) => code.slice(5))).toEqual(numbers('CW-07').map((code) => code.slice(5)))
  })
})
