export type Disposition = 'retry' | 'fatal' | 'user'

export interface ErrorInfo {
  /** What happened, in a few words. */
  readonly title: string
  /** `retry`: worth another attempt; `fatal`: stops; `user`: a person must change something first. */
  readonly disposition: Disposition
  /** What the operator does next. */
  readonly remedy: string
}
