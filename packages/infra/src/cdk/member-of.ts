/**
 * The member of one of CDK's enumerations that has a value.
 *
 * @throws RangeError when AWS has no such value, as far as CDK knows.
 */
export function memberOf<M extends Readonly<Record<string, string | number>>>(
  members: M,
  value: string | number,
): M[keyof M] {
  const name = Object.keys(members).find((each) => members[each] === value)
  if (name === undefined) throw new RangeError(`${value} is none of ${Object.values(members).join(', ')}`)
  return members[name as keyof M]
}
