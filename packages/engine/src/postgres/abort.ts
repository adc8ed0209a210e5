/**
 * Runs work on a server that can be cancelled from outside.
 *
 * On abort `cancel` is called once and awaited before this returns, so that a late cancellation never hits the next
 * statement of the session; work that fails after the abort throws the abort reason, work that was quicker stands.
 */
export async function cancellable<T>(
  signal: AbortSignal | undefined,
  start: () => Promise<T>,
  cancel: () => Promise<void>,
): Promise<T> {
  if (signal === undefined) return start()
  signal.throwIfAborted()
  let cancelling: Promise<void> | undefined
  const onAbort = () => {
    cancelling = cancel()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await start()
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    await cancelling
  }
}
