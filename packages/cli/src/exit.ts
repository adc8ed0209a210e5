/** Ends a command with this exit code; what there was to say has been said. */
export class Exit extends Error {
  readonly exitCode: number

  constructor(exitCode: number, why: string) {
    super(why)
    this.name = 'Exit'
    this.exitCode = exitCode
  }
}
