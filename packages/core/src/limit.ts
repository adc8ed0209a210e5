/**
 * `Promise.all` over `items` with at most `limit` of them in flight; results in the order of the items.
 *
 * On the first failure, or on `signal`, the others are told by their signal and waited for: nothing runs on after this
 * has thrown.
 * @throws the first error, or the abort reason
 */
export async function mapLimit<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  signal.throwIfAborted()
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const results: Result[] = []
  const pending = [...items].entries()

  const worker = async () => {
    for (const [index, item] of pending) {
      if (stop.aborted) return
      try {
        results[index] = await work(item, stop)
      } catch (error) {
        failed.abort(error)
        return
      }
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, limit) }, worker))
  stop.throwIfAborted()
  return results
}
