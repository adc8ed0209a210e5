/** How a plan came out, in the words of its tool; `changes` is false when everything stands as it is written. */
export interface PlannedChange {
  readonly changes: boolean
  /** What applies exactly this plan; `null` where the tool keeps none. */
  readonly planFile: string | null
}

/** What makes the AWS side of what was synthesised. Each call runs to its end, and shows what the tool prints. */
export interface InfraTool {
  /** Checks without asking AWS for anything. */
  validate(): Promise<void>
  /** Compares with what stands. */
  plan(): Promise<PlannedChange>
  /** Makes it so: exactly the plan of `planFile`, else whatever differs now. */
  apply(planFile: string | null): Promise<void>
  /** Flat: name → value; values the tool calls sensitive are left out unless asked for. */
  outputs(sensitive: boolean): Promise<Readonly<Record<string, unknown>>>
  destroy(): Promise<void>
}
