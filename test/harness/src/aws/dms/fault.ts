/** The names of errors DMS answers with; the SDK makes a class of those the API lists. */
export type FaultCode =
  | 'AccessDeniedFault'
  | 'InvalidCertificateFault'
  | 'InvalidParameterCombinationException'
  | 'InvalidParameterValueException'
  | 'InvalidResourceStateFault'
  | 'InvalidSubnet'
  | 'ReplicationSubnetGroupDoesNotCoverEnoughAZs'
  | 'ResourceAlreadyExistsFault'
  | 'ResourceNotFoundFault'
  | 'UnknownOperationException'

/** What the caller did wrong, answered with status 400. */
export class DmsFault extends Error {
  readonly code: FaultCode

  constructor(code: FaultCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A member the API requires; the SDK's types leave that open. @throws DmsFault `InvalidParameterValueException` */
export function required<T extends object, K extends keyof T & string>(input: T, name: K): NonNullable<T[K]> {
  const value = input[name]
  if (value === undefined || value === null || value === '') {
    throw new DmsFault(
      'InvalidParameterValueException',
      `The parameter ${name} must be provided and must not be blank.`,
    )
  }
  return value
}
