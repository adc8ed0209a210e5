/** Which database accepts client writes; never both. `NONE` is the pause. */
export type Authority = 'SOURCE' | 'NONE' | 'TARGET'

export const PHASES = [
  'draft',
  'prepare',
  'full-load',
  'replicate',
  'verify',
  'shift',
  'ready',
  'cutover',
  'hold',
  'committed',
  'rolled-back',
] as const

export type Phase = (typeof PHASES)[number]
