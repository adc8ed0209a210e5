/** The steps of a migration that a database's objects and rows go through. */
export const STEPS = ['schema', 'full load', 'changes', 'verification', 'rollback'] as const

export type Step = (typeof STEPS)[number]

/** One line of docs/reference/compatibility.md: what a database may hold, and what becomes of it at each step. */
export interface CompatibilityRow {
  /** In Markdown. */
  readonly what: string
  readonly results: Readonly<Record<Step, string>>
}

/** Rows that one suite of tests proves: it has a test for each of them, and no page shows others. */
export interface CompatibilitySuite {
  readonly title: string
  /** One paragraph: what a row promises, and under what conditions. */
  readonly about: string
  /** Below the repository. */
  readonly provenBy: string
  readonly rows: readonly CompatibilityRow[]
}

export const NOT_APPLICABLE = '–'

/** Results by step; what is not named does not apply. */
export function results(of: Partial<Record<Step, string>>): CompatibilityRow['results'] {
  const all = STEPS.map((step) => [step, of[step] ?? NOT_APPLICABLE] as const)
  return Object.fromEntries(all) as Record<Step, string>
}

/** The same at every step. */
export function everywhere(result: string): CompatibilityRow['results'] {
  return results(Object.fromEntries(STEPS.map((step) => [step, result])))
}
