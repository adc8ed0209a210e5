/** Waits for a promise that may be long-lived, leaving nothing attached to the signal. @throws the reason of `signal` */
export function whenSettled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: result, resolve, reject } = Promise.withResolvers<T>()
  const onAbort = (): void => reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  promise.then(resolve, reject)
  return result.finally(() => signal.removeEventListener('abort', onAbort))
}
