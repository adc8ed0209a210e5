/**
 * What can be wrong with a declaration or with a secret it refers to. The registry in core has title and remedy of each;
 * all of them end a command with exit code 2.
 */
export const PROBLEM_CODES = {
  notYaml: 'CW-0201',
  duplicate: 'CW-0202',
  unknownKey: 'CW-0203',
  missing: 'CW-0204',
  wrongType: 'CW-0205',
  malformed: 'CW-0206',
  outOfRange: 'CW-0207',
  notAChoice: 'CW-0208',
  weightSteps: 'CW-0209',
  contradiction: 'CW-0210',
  sameDatabase: 'CW-0211',
  olderTarget: 'CW-0212',
  secretWritten: 'CW-0213',
  weakTls: 'CW-0214',
  reserved: 'CW-0215',
  unknownEnvironment: 'CW-0216',
  tooLarge: 'CW-0217',
  secretNotFound: 'CW-0230',
  secretStore: 'CW-0231',
} as const

export type ProblemKind = keyof typeof PROBLEM_CODES
export type ProblemCode = (typeof PROBLEM_CODES)[ProblemKind]

/** One thing to change in the declaration. */
export interface DeclarationProblem {
  readonly code: ProblemCode
  /** A whole sentence: where, what is wrong, the value, what is allowed. Never a secret. */
  readonly message: string
  /** The setting as a person would say it: `source.port`, `environments.staging.traffic.steps[1]`; empty for the file. */
  readonly path: string
  /** Both count from 1; the column in UTF-16 units. */
  readonly line: number
  readonly column: number
  readonly allowed?: string
  readonly received?: string
}

/** The form compilers use, which editors and terminals make clickable. */
export function formatProblem(file: string, problem: DeclarationProblem): string {
  return `${file}:${problem.line}:${problem.column} ${problem.code} ${problem.message}`
}
