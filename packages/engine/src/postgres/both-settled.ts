/** Unlike `Promise.all` it leaves nothing running behind when one of the two fails. */
export async function bothSettled<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([first, second])
  return [await first, await second]
}
