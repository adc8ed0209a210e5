/**
 * What AWS offers in us-east-1, so that a typing error is found before anything is made. A later minor version than the newest
 * one here, of a major version that is here, is taken to exist.
 */
export const CATALOGUE_AS_OF = '2026-06'

export const TARGET_ENGINES = ['aurora-mysql', 'aurora-postgresql', 'rds-postgresql'] as const
export type TargetEngine = (typeof TARGET_ENGINES)[number]

/** By major version, oldest first: the minor versions. Aurora MySQL's are those of its own numbering. */
const ENGINE_VERSIONS: Readonly<Record<TargetEngine, Readonly<Record<string, string>>>> = {
  'aurora-mysql': {
    '8.0.mysql_aurora.3':
      '04.0 04.1 04.2 04.3 04.4 04.6 05.2 06.0 06.1 07.0 07.1 08.0 08.1 08.2 09.0 10.0 10.1 10.2 10.3 10.4 11.0 11.1 12.0',
  },
  'aurora-postgresql': {
    '13': '9 10 11 12 13 14 15 16 18 20 21 22 23',
    '14': '6 7 8 9 10 11 12 13 15 17 18 19 20 22',
    '15': '2 3 4 5 6 7 8 10 12 13 14 15 17',
    '16': '1 2 3 4 6 8 9 10 11 13',
    '17': '4 5 6 7 9',
  },
  'rds-postgresql': {
    '13': '11 12 13 14 15 16 17 18 19 20 21 22 23',
    '14': '8 9 10 11 12 13 14 15 16 17 18 19 20 21 22',
    '15': '4 5 6 7 8 9 10 11 12 13 14 15 16 17',
    '16': '1 2 3 4 5 6 7 8 9 10 11 12 13',
    '17': '1 2 3 4 5 6 7 8 9',
    '18': '1 2 3',
  },
}

export const DEFAULT_ENGINE_VERSION: Readonly<Record<TargetEngine, string>> = {
  'aurora-mysql': '8.0.mysql_aurora.3.10.4',
  'aurora-postgresql': '16.13',
  'rds-postgresql': '16.13',
}

/** Whether the version exists; RDS and Aurora PostgreSQL also take a major version alone, and choose the minor one. */
export function engineVersionExists(engine: TargetEngine, version: string): boolean {
  const majors = ENGINE_VERSIONS[engine]
  if (engine !== 'aurora-mysql' && majors[version] !== undefined) return true
  const major = Object.keys(majors).find((known) => version.startsWith(`${known}.`))
  if (major === undefined) return false
  const minor = version.slice(major.length + 1)
  const known = (majors[major] ?? '').split(' ')
  return known.includes(minor) || (/^\d+(\.\d+)?$/.test(minor) && isLater(minor, known.at(-1) ?? ''))
}

/** For messages: the newest minor version of every major one. */
export function newestVersions(engine: TargetEngine): readonly string[] {
  return Object.entries(ENGINE_VERSIONS[engine]).map(([major, minors]) => `${major}.${minors.split(' ').at(-1)}`)
}

/** The major version as the declaration's `version` counts: 8 for `8.0.mysql_aurora.3.04.0`, 13 for `13.20`. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10)
}

function isLater(minor: string, than: string): boolean {
  const [left, right] = [minor, than].map((text) => text.split('.').map(Number))
  const [major = 0, patch = 0] = left ?? []
  const [knownMajor = 0, knownPatch = 0] = right ?? []
  return major > knownMajor || (major === knownMajor && patch > knownPatch)
}

/** By family: the sizes, smallest first. */
type Families = Readonly<Record<string, string>>

const TO_16 = 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'
const TO_24 = `${TO_16} 24xlarge`
const TO_32 = `${TO_24} 32xlarge`
const TO_48 = `${TO_24} 48xlarge`

const MEMORY_CLASSES: Families = { r5: TO_24, r6g: TO_16, r6i: TO_32, r7g: TO_16, r7i: TO_48, r8g: TO_48, x2g: TO_16 }
const BURSTABLE = 'micro small medium large xlarge 2xlarge'
const GENERAL_CLASSES: Families = { m5: TO_24, m6g: TO_16, m6i: TO_32, m7g: TO_16, m7i: TO_48, m8g: TO_48 }

const DATABASE_CLASSES: Readonly<Record<TargetEngine, Families>> = {
  'aurora-mysql': { ...MEMORY_CLASSES, t3: 'medium large', t4g: 'medium large' },
  'aurora-postgresql': { ...MEMORY_CLASSES, t3: 'medium large', t4g: 'medium large' },
  'rds-postgresql': { ...MEMORY_CLASSES, ...GENERAL_CLASSES, t3: BURSTABLE, t4g: BURSTABLE },
}

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Types.html */
const REPLICATION_CLASSES: Families = {
  t3: 'micro small medium large',
  c5: 'large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge',
  c6i: TO_32,
  r5: TO_24,
  r6i: TO_32,
}

const MACHINE_TYPES: Families = {
  t3: `nano ${BURSTABLE}`,
  t3a: `nano ${BURSTABLE}`,
  t4g: `nano ${BURSTABLE}`,
  m5: TO_24,
  m6g: `medium ${TO_16}`,
  m6i: TO_32,
  m7g: `medium ${TO_16}`,
  m7i: TO_48,
  c5: 'large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge',
  c6g: `medium ${TO_16}`,
  c6i: TO_32,
  c7g: `medium ${TO_16}`,
  c7i: TO_48,
  r5: TO_24,
  r6i: TO_32,
  r7g: `medium ${TO_16}`,
}

/** `db.r6g.large`; Aurora has `db.serverless` besides. */
export function databaseClassExists(engine: TargetEngine, instanceClass: string): boolean {
  if (instanceClass === 'db.serverless') return engine !== 'rds-postgresql'
  return isOffered(DATABASE_CLASSES[engine], instanceClass, 'db.')
}

/** `dms.t3.small`. */
export function replicationClassExists(instanceClass: string): boolean {
  return isOffered(REPLICATION_CLASSES, instanceClass, 'dms.')
}

/** `t3.medium`. */
export function machineTypeExists(machineType: string): boolean {
  return isOffered(MACHINE_TYPES, machineType, '')
}

/** For messages: `db.r5, db.r6g, …`. */
export function familiesOf(what: TargetEngine | 'replication' | 'machine'): string {
  if (what === 'replication') return shown(REPLICATION_CLASSES, 'dms.')
  if (what === 'machine') return shown(MACHINE_TYPES, '')
  return shown(DATABASE_CLASSES[what], 'db.') + (what === 'rds-postgresql' ? '' : ', db.serverless')
}

function shown(families: Families, start: string): string {
  return Object.keys(families)
    .map((family) => `${start}${family}`)
    .join(', ')
}

function isOffered(families: Families, written: string, start: string): boolean {
  if (!written.startsWith(start)) return false
  const [family = '', size = '', ...more] = written.slice(start.length).split('.')
  return more.length === 0 && Object.hasOwn(families, family) && (families[family] ?? '').split(' ').includes(size)
}

/** vCPU units → memory in MiB. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
export const FARGATE_MEMORY: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: range(1024, 4096, 1024),
  1024: range(2048, 8192, 1024),
  2048: range(4096, 16_384, 1024),
  4096: range(8192, 30_720, 1024),
  8192: range(16_384, 61_440, 4096),
  16_384: range(32_768, 122_880, 8192),
}

/** DMS engine versions that can still be made. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReleaseNotes.html */
export const REPLICATION_VERSIONS = ['3.5.1', '3.5.2', '3.5.3', '3.5.4', '3.6.0', '3.6.1'] as const

/** What CloudWatch Logs takes for a retention, in days. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const

function range(least: number, most: number, step: number): readonly number[] {
  return Array.from({ length: (most - least) / step + 1 }, (_, index) => least + index * step)
}
