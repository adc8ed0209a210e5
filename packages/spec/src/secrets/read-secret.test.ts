import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readSecret, SecretError, type SecretSources } from './read-secret.ts'
import { parseSecretReference, formatSecretReference } from './secret-reference.ts'
import { Secret } from './secret.ts'

const sources: SecretSources = {
  env: { DB_PASSWORD: 'hunter2', EMPTY: '' },
  readFile: async (path) => {
    const files: Readonly<Record<string, string>> = {
      '/plain': 'hunter2',
      '/line': 'hunter2\n',
      '/crlf': 'hunter2\r\n',
      '/two-lines': ' hunter2\n\n',
      '/empty': '\n',
    }
    const text = files[path]
    if (text === undefined)
      throw Object.assign(new Error(`no ${path}`), { code: path === '/closed' ? 'EACCES' : 'ENOENT' })
    return text
  },
}

async function refusal(text: string): Promise<SecretError> {
  const reference = parseSecretReference(text)
  if (reference === null) throw new Error(`not a reference: ${text}`)
  const thrown: unknown = await readSecret(reference, sources).catch((error: unknown) => error)
  if (thrown instanceof SecretError) return thrown
  throw new Error(`not refused: ${text}`)
}

describe('readSecret', () => {
  it.each([
    ['env:DB_PASSWORD', 'hunter2'],
    ['file:/plain', 'hunter2'],
    ['file:/line', 'hunter2'],
    ['file:/crlf', 'hunter2'],
    ['file:/two-lines', ' hunter2\n'],
  ])('reads %s, without one trailing newline', async (text, value) => {
    const secret = await readSecret(parseSecretReference(text) ?? { from: 'literal', value: '' }, sources)
    expect(secret.reveal()).toBe(value)
  })

  it.each([
    ['env:NOWHERE', 'CW-0230', 'env:NOWHERE is not set'],
    ['env:EMPTY', 'CW-0230', 'env:EMPTY is empty'],
    ['file:/absent', 'CW-0230', 'file:/absent does not exist'],
    ['file:/closed', 'CW-0230', 'file:/closed may not be read by this user'],
    ['file:/empty', 'CW-0230', 'file:/empty is empty'],
  ])('says why %s gives none', async (text, code, message) => {
    const error = await refusal(text)
    expect([error.code, error.message]).toEqual([code, message])
  })

  it.each([
    ['aws-sm:prod/db#password', 'aws secretsmanager get-secret-value --secret-id prod/db '],
    ['aws-ssm:/prod/db', 'aws ssm get-parameter --name /prod/db '],
  ])('refuses %s with what to do instead', async (text, command) => {
    const error = await refusal(text)
    expect(error.code).toBe('CW-0231')
    expect(error.message).toContain(command)
    expect(error.message).toContain('env:NAME or file:PATH')
  })

  it('passes an abort through', async () => {
    const reason = new DOMException('stopped', 'AbortError')
    const readFile = async (): Promise<string> => {
      throw reason
    }
    await expect(readSecret({ from: 'file', path: '/x' }, { env: {}, readFile })).rejects.toBe(reason)
  })
})

describe('Secret', () => {
  it('becomes no text but by reveal', () => {
    const secret = new Secret('hunter2')
    const texts = [
      String(secret),
      secret + '',
      JSON.stringify({ secret }),
      inspect({ deep: [secret] }, { showHidden: true }),
      JSON.stringify(structuredClone(secret)),
      Object.values(secret).join(),
    ]
    expect(texts.filter((text) => text.includes('hunter2'))).toEqual([])
    expect(inspect(secret)).toBe('[secret]')
    expect(secret.reveal()).toBe('hunter2')
  })
})

describe('references', () => {
  it.each([
    'env:DB_PASSWORD',
    'file:/run/secrets/db',
    'file:secrets/db',
    'aws-sm:prod/db',
    'aws-sm:arn:aws:secretsmanager:eu-west-1:1:secret:db-Ab1#password',
    'aws-ssm:/prod/db',
  ])('%s is read and written back', (text) => {
    const reference = parseSecretReference(text)
    expect(reference === null ? null : formatSecretReference(reference)).toBe(text)
  })

  it.each([
    'hunter2',
    'env:',
    'env:2X',
    'env:A B',
    'ENV:A',
    'file:',
    'aws-sm:',
    'aws-sm:a b',
    'aws-sm:a;rm',
    'aws-ssm:$(x)',
    'vault:x',
  ])('%s is none', (text) => {
    expect(parseSecretReference(text)).toBeNull()
  })
})
