import * as z from 'zod'
import type { ProblemKind } from '../problem.ts'
import type { SecretReference } from '../resolved-spec.ts'
import { parseSecretReference, SECRET_REFERENCE } from '../secrets/secret-reference.ts'
import { parseCidr } from '../units/cidr.ts'
import { DURATION, parseDuration } from '../units/duration.ts'
import { parseSize, SIZE } from '../units/size.ts'

/**
 * The building blocks of the schema. The one text each gives to zod says what is allowed; `problemsOf` makes the sentence
 * around it. Editors show the same text (`errorMessage`), and so does the reference page.
 */

/** What a custom check tells `problemsOf`. */
export interface CheckParams {
  readonly kind: ProblemKind
  /** How the sentence goes on after the path; `null` where "must be …, but is …" fits. */
  readonly sentence: string | null
}

/** Reports a custom problem at `path` below the value under check. */
export function refuse(
  context: z.core.$RefinementCtx,
  kind: ProblemKind,
  options: { readonly allowed: string; readonly sentence?: string; readonly path?: readonly PropertyKey[] },
): void {
  const params: CheckParams = { kind, sentence: options.sentence ?? null }
  context.addIssue({ code: 'custom', message: options.allowed, params: { ...params }, path: [...(options.path ?? [])] })
}

/** A mapping with exactly these keys. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = Object.keys(shape).filter((key) => !isReserved(shape[key]))
  const names = keys.join(', ')
  const allowed = `a section with the ${keys.length === 1 ? 'key' : 'keys'} ${names}`
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? names : allowed) })
}

/** Text without control characters that matches the pattern, which must mean the same with and without the `u` flag. */
export function text(allowed: string, pattern: RegExp) {
  return z
    .string({ error: allowed })
    .regex(pattern, { error: allowed, abort: true })
    .superRefine((written, context) => {
      if (/\p{Cc}/u.test(written)) refuse(context, 'malformed', { allowed })
    })
    .meta({ errorMessage: allowed })
}

/** Names as PostgreSQL keeps them: anything printable, at most 63 bytes. */
export function databaseName(what: string) {
  const allowed = `${what}, at most 63 bytes`
  return text(allowed, /./).superRefine((name, context) => {
    if (Buffer.byteLength(name) > 63) refuse(context, 'outOfRange', { allowed })
  })
}

export function integer(least: number, most: number) {
  const allowed = `a whole number from ${least} to ${most}`
  const error = { error: allowed }
  return z.int(error).min(least, error).max(most, error).meta({ errorMessage: allowed })
}

export function fraction(least: number, most: number) {
  const allowed = `a number from ${least} to ${most}`
  const error = { error: allowed }
  return z.number(error).min(least, error).max(most, error).meta({ errorMessage: allowed })
}

export function choice<const Choices extends readonly [string, ...string[]]>(choices: Choices) {
  const allowed = choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`
  return z.enum(choices, { error: allowed }).meta({ errorMessage: allowed })
}

export function list<Item extends z.core.SomeType>(item: Item, allowed: string) {
  return z.array(item, { error: allowed }).meta({ errorMessage: allowed })
}

/** Text such as `1h30m` → milliseconds. */
export function duration(least: string, most: string) {
  return quantity(
    `a duration such as 500ms, 10s or 1h30m, from ${least} to ${most}`,
    DURATION,
    parseDuration,
    least,
    most,
  )
}

/** Text such as `7d` → milliseconds; days only, since AWS counts in days. */
export function wholeDays(least: string, most: string) {
  const allowed = `whole days such as 7d, from ${least} to ${most}`
  return quantity(allowed, /^\d{1,5}d$/, (text) => (/^\d{1,5}d$/.test(text) ? parseDuration(text) : null), least, most)
}

/** Text such as `30s` or `1h` → milliseconds; no fractions of a second. */
export function wholeSeconds(least: string, most: string) {
  const allowed = `whole seconds such as 30s, 5m or 1h, from ${least} to ${most}`
  return quantity(allowed, DURATION, secondsOf, least, most)
}

function secondsOf(text: string): number | null {
  const milliseconds = parseDuration(text)
  return milliseconds !== null && milliseconds % 1000 === 0 ? milliseconds : null
}

export function flag() {
  const allowed = 'true or false'
  return z.boolean({ error: allowed }).meta({ errorMessage: allowed })
}

export const CIDR = 'a block of IPv4 addresses, such as 10.0.0.0/16'

/** A block whose prefix is from `shortest` to `longest`. */
export function cidr(shortest: number, longest: number) {
  const allowed = `${CIDR}, from /${shortest} to /${longest}`
  return text(allowed, /^[\d.]+\/\d{1,2}$/).superRefine((written, context) => {
    const block = parseCidr(written)
    if (block === null) refuse(context, 'malformed', { allowed })
    else if (block.prefix < shortest || block.prefix > longest) refuse(context, 'outOfRange', { allowed })
  })
}

/** Text such as `64MiB` → bytes. */
export function size(least: string, most: string) {
  return quantity(`a size such as 500GB or 64MiB, from ${least} to ${most}`, SIZE, parseSize, least, most)
}

function quantity(
  allowed: string,
  pattern: RegExp,
  parse: (text: string) => number | null,
  least: string,
  most: string,
) {
  const [lowest, highest] = [parse(least), parse(most)]
  if (lowest === null || highest === null) throw new RangeError(`the limits ${least} and ${most} cannot be read`)
  return z
    .string({ error: allowed })
    .transform((written, context) => {
      const amount = parse(written)
      if (amount !== null && amount >= lowest && amount <= highest) return amount
      refuse(context, amount === null ? 'malformed' : 'outOfRange', { allowed })
      return z.NEVER
    })
    .meta({ pattern: pattern.source, errorMessage: allowed })
}

const REFERENCE_FORMS = 'env:NAME, file:PATH, aws-sm:ID#KEY or aws-ssm:NAME'

/** Where a secret is. What was written instead is not repeated in the problem: it may be the secret. */
export function secretReference() {
  const allowed = `a reference to the secret: ${REFERENCE_FORMS}`
  const sentence = `must not be written in the declaration; put it into a variable or a file and refer to it by ${REFERENCE_FORMS}`
  return z
    .string({ error: allowed })
    .transform((written, context) => {
      const reference = parseSecretReference(written)
      if (reference !== null) return reference
      if (/^(env|file|aws-sm|aws-ssm):/.test(written)) refuse(context, 'malformed', { allowed })
      else refuse(context, 'secretWritten', { allowed, sentence })
      return z.NEVER
    })
    .meta({ pattern: SECRET_REFERENCE.source, errorMessage: allowed })
}

/** A user name as it is, or where it is. */
export function userReference() {
  const allowed = `a user name, or a reference to it: ${REFERENCE_FORMS}`
  return z
    .string({ error: allowed })
    .transform((written, context): SecretReference => {
      const reference = parseSecretReference(written)
      if (reference !== null) return reference
      const isName = /^[^\p{Cc}:]+$/u.test(written) && Buffer.byteLength(written) <= 63
      if (isName) return { from: 'literal', value: written }
      refuse(context, 'malformed', { allowed })
      return z.NEVER
    })
    .meta({ pattern: `${SECRET_REFERENCE.source}|^[^:]+$`, errorMessage: allowed })
}

/** An absolute URL, without a user or password in it. */
export function httpUrl(example: string) {
  const allowed = `an http or https URL, such as ${example}`
  return z
    .string({ error: allowed })
    .superRefine((written, context) => {
      const url = URL.parse(written)
      if (url === null || !['http:', 'https:'].includes(url.protocol)) return refuse(context, 'malformed', { allowed })
      if (url.username === '' && url.password === '') return
      refuse(context, 'secretWritten', { allowed, sentence: 'must not hold a user or a password' })
    })
    .meta({ pattern: '^https?://', errorMessage: allowed })
}

export function filePath(allowed: string) {
  return text(allowed, /./)
}

/** A key kept for a later version: known, so that nobody takes it for a typing error, and refused. */
export function reserved(what: string) {
  return z
    .never({ error: 'nothing' })
    .optional()
    .meta({ description: `Reserved for ${what}; not available in this version.` })
}

function isReserved(schema: unknown): boolean {
  return schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever
}
