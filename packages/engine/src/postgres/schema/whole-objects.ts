const TABLE_ON_ONE_SIDE = /^table (.+) is (?:missing on the target|on the target only)$/

/** Differences without those inside a table that one side does not have at all. */
export function wholeObjects(differences: readonly string[]): readonly string[] {
  const alone = differences.flatMap((difference) => TABLE_ON_ONE_SIDE.exec(difference)?.[1] ?? [])
  return differences.filter(
    (difference) =>
      TABLE_ON_ONE_SIDE.test(difference) ||
      !alone.some((table) => difference.includes(` ${table}.`) || difference.includes(`of table ${table} `)),
  )
}
