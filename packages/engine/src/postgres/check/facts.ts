import type { Side } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { readCatalog, type Table } from '../catalog.ts'
import type { SqlClient } from '../connect.ts'
import { readGrantFacts, type GrantFacts } from '../control/grants.ts'
import { applicationName, streamName } from '../names.ts'
import { readObjectsInScope } from '../schema/empty.ts'
import { readActivityFacts, type ActivityFacts } from './activity-facts.ts'
import {
  knownLocales,
  missingCollations,
  readCollations,
  readMadeCollations,
  type ColumnCollation,
  type MadeCollation,
} from './collation-facts.ts'
import { readControlFacts, type ControlFacts } from './control-facts.ts'
import { readForeignFacts, usableWrappers, type ForeignFacts } from './foreign-facts.ts'
import {
  isRdsSuperuser,
  readAvailableExtensions,
  readObjectFacts,
  type AvailableExtension,
  type ObjectFacts,
} from './object-facts.ts'
import { readOwnersWithout, type OwnerWithout } from './own-rights-facts.ts'
import {
  readPrivilegedObjects,
  readRoutineSettings,
  settingsNotOurs,
  type PrivilegedObject,
  type RoutineSettings,
} from './privileged-facts.ts'
import { readRelations, type Relation } from './relation-facts.ts'
import { readKnownRoles, readRolesInScope, type KnownRole, type RoleInScope } from './role-facts.ts'
import { readServerFacts, type ServerFacts } from './server-facts.ts'
import { readSessionFacts, type SessionFacts } from './session-facts.ts'

/** Everything preflight knows; the checks look at nothing else. */
export interface Facts {
  readonly spec: ResolvedSpec
  readonly source: SideFacts
  readonly target: SideFacts
  /** Both sides hold this migration's control row: what is on the target is our own work. */
  readonly resumed: boolean
  /** On the source, in scope. */
  readonly moved: {
    readonly tables: readonly Table[]
    readonly relations: readonly Relation[]
    readonly collations: readonly ColumnCollation[]
    readonly madeCollations: readonly MadeCollation[]
    readonly roles: readonly RoleInScope[]
    readonly objects: ObjectFacts
    readonly privileged: readonly PrivilegedObject[]
    readonly routineSettings: readonly RoutineSettings[]
    readonly foreign: ForeignFacts
    readonly ownersWithout: readonly OwnerWithout[]
  }
  /** On the target. */
  readonly found: {
    readonly inScope: { readonly count: number; readonly examples: readonly string[] }
    readonly extensions: readonly AvailableExtension[]
    /** Our role is a member of `rds_superuser`. */
    readonly rdsSuperuser: boolean
    readonly missingCollations: readonly string[]
    readonly locales: readonly string[]
    /** Settings that our role may not give to a routine. */
    readonly settingsNotOurs: readonly string[]
    /** Foreign data wrappers that our role may make servers of. */
    readonly usableWrappers: readonly string[]
  }
}

export interface SideFacts {
  readonly server: ServerFacts
  readonly activity: ActivityFacts
  readonly grants: GrantFacts
  readonly control: ControlFacts
  /** Of the roles in scope and of the declared applications, those that exist here. */
  readonly roles: readonly KnownRole[]
  readonly sessions: SessionFacts
}

export async function readFacts(
  spec: ResolvedSpec,
  source: SqlClient,
  target: SqlClient,
  signal: AbortSignal,
): Promise<Facts> {
  const sides = { source, target }
  const moving = readMoved(spec, source)
  const read = async (side: Side) => await readSide(spec, sides[side], moving, signal)
  // Each on its own session: the two servers work at the same time.
  const [moved, ofSource, ofTarget] = await Promise.all([moving, read('source'), read('target')])
  const found = await readFound(spec, target, moved)
  const resumed = ofSource.control.ours && ofTarget.control.ours
  return { spec, source: ofSource, target: ofTarget, resumed, moved, found }
}

async function readMoved(spec: ResolvedSpec, source: SqlClient): Promise<Facts['moved']> {
  return {
    tables: (await readCatalog(source, spec.scope)).tables,
    relations: await readRelations(source, spec.scope),
    collations: await readCollations(source, spec.scope),
    madeCollations: await readMadeCollations(source, spec.scope),
    roles: await readRolesInScope(source, spec.scope),
    objects: await readObjectFacts(source, streamName(spec, 'forward').slice(0, -'_forward'.length)),
    privileged: await readPrivilegedObjects(source, spec.scope),
    routineSettings: await readRoutineSettings(source, spec.scope),
    foreign: await readForeignFacts(source),
    ownersWithout: await readOwnersWithout(source, spec.scope),
  }
}

async function readFound({ scope }: ResolvedSpec, target: SqlClient, moved: Facts['moved']): Promise<Facts['found']> {
  const extensions = moved.objects.extensions.map(({ name }) => name)
  const settings = moved.routineSettings.flatMap((routine) => routine.settings)
  return {
    inScope: await readObjectsInScope(target, scope),
    extensions: await readAvailableExtensions(target, extensions),
    rdsSuperuser: await isRdsSuperuser(target),
    missingCollations: await missingCollations(target, moved.collations),
    locales: await knownLocales(target),
    settingsNotOurs: await settingsNotOurs(target, settings),
    usableWrappers: await usableWrappers(target),
  }
}

async function readSide(
  spec: ResolvedSpec,
  client: SqlClient,
  moving: Promise<Pick<Facts['moved'], 'roles'>>,
  signal: AbortSignal,
): Promise<SideFacts> {
  const { side } = client
  const slot = streamName(spec, side === 'source' ? 'forward' : 'reverse')
  const application = applicationName(spec, 0, 'preflight')
  const ofServer = {
    server: await readServerFacts(client, slot),
    activity: await readActivityFacts(client),
    control: await readControlFacts(client, spec),
    sessions: await readSessionFacts(spec[side], { side, application, signal }),
  }
  const { roles } = await moving
  const owners = roles.filter(({ owns }) => owns).map(({ name }) => name)
  const named = [...roles.map(({ name }) => name), ...spec[side].applications.map(({ user }) => user)]
  return {
    ...ofServer,
    grants: await readGrantFacts(client, owners),
    roles: await readKnownRoles(client, named),
  }
}
