import { CausewayError, type Side, type StreamErrorNumber } from '@causeway/core'

/** An error of the stream on one side, in our words. */
export function streamError(
  side: Side,
  number: StreamErrorNumber,
  message: string,
  options: ErrorOptions & { readonly data?: Readonly<Record<string, unknown>> } = {},
): CausewayError {
  return new CausewayError(side === 'source' ? `CW-06${number}` : `CW-07${number}`, `${side}: ${message}`, options)
}
