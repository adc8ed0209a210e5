import { DmsFault } from './fault.ts'

const IDENTIFIER = /^[A-Za-z](?:-?[A-Za-z0-9])*$/

/** Letters, digits and single hyphens between them, a letter first. @throws DmsFault for any other */
export function checkIdentifier(parameter: string, value: string, maxLength: number): string {
  if (value.length <= maxLength && IDENTIFIER.test(value)) return value
  throw new DmsFault(
    'InvalidParameterValueException',
    `The parameter ${parameter} is not a valid identifier: ${value}. Identifiers must begin with a letter; must contain ` +
      `only ASCII letters, digits, and hyphens; must not end with a hyphen or contain two consecutive hyphens; and have ` +
      `at most ${maxLength} characters.`,
  )
}
