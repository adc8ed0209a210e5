/** Members of requests that are dates: seconds since 1970 in JSON, as the protocol AWS JSON 1.1 has it. */
const DATES = new Set(['CdcStartTime', 'StartTime', 'EndTime'])
const BYTES = new Set(['CertificateWallet'])

/** @throws SyntaxError */
export function parseRequest(body: string): object {
  const input: unknown = JSON.parse(body === '' ? '{}' : body, (key, value: unknown) => {
    if (DATES.has(key) && typeof value === 'number') return new Date(value * 1000)
    if (BYTES.has(key) && typeof value === 'string') return Buffer.from(value, 'base64')
    return value
  })
  if (typeof input !== 'object' || input === null) throw new SyntaxError('a request is a JSON object')
  return input
}

export function formatAnswer(output: object): string {
  return JSON.stringify(toWire(output))
}

/** Before JSON.stringify, which would make texts of dates. */
function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(toWire)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toWire(member)]))
}
