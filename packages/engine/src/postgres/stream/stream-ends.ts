import type { Direction, Side } from '@causeway/core'
import type { ResolvedDatabase } from '@causeway/spec'
import type { EngineContext } from '../context.ts'
import { connect, type SqlClient } from '../connect.ts'
import { applicationName, migrationId, streamName } from '../names.ts'
import type { ProgressKey } from './progress.ts'
import { publicationNames, type PublicationNames } from './publication.ts'

/** The two ends of one direction under one epoch, and the names of what it has on them. */
export interface StreamEnds {
  readonly context: EngineContext
  readonly direction: Direction
  /** Captured from. */
  readonly from: Side
  /** Applied to. */
  readonly to: Side
  readonly slot: string
  readonly publications: PublicationNames
  readonly progress: ProgressKey
  database(side: Side): ResolvedDatabase
  /** Names the sessions of this direction by what they do, so that one left behind can be told from the others. */
  application(part: 'watch' | 'read' | 'apply'): string
  /** A session beside the stream's own. */
  watch(side: Side, signal: AbortSignal): Promise<SqlClient>
}

export function streamEnds(context: EngineContext, direction: Direction, epoch: number): StreamEnds {
  const { spec } = context
  const slot = streamName(spec, direction)
  const application = (part: string) => applicationName(spec, epoch, `${direction}-${part}`)
  return {
    context,
    direction,
    from: direction === 'forward' ? 'source' : 'target',
    to: direction === 'forward' ? 'target' : 'source',
    slot,
    publications: publicationNames(slot),
    progress: { migration: migrationId(spec), stream: direction },
    database: (side) => spec[side],
    application,
    watch: async (side, signal) => await connect(spec[side], { side, application: application('watch'), signal }),
  }
}
