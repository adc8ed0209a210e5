import { DmsFault } from './fault.ts'

/** The selection and transformation rules of a task. @throws DmsFault when they are not a document DMS reads */
export function checkTableMappings(text: string): string {
  const document = parse(text, 'Table Mappings')
  const rules = 'rules' in document ? document.rules : null
  if (!Array.isArray(rules) || !rules.some(isSelection)) {
    throw new DmsFault('InvalidParameterValueException', 'Invalid Table Mappings document: it needs a selection rule.')
  }
  return text
}

function isSelection(rule: unknown): boolean {
  return typeof rule === 'object' && rule !== null && 'rule-type' in rule && rule['rule-type'] === 'selection'
}

/** @throws DmsFault when the text is not a JSON object */
export function checkSettings(text: string): string {
  parse(text, 'Replication Task Settings')
  return text
}

/** The settings as DMS answers them: a task that logs is told where, in members nobody may set. */
export function settingsAnswered(text: string, instanceIdentifier: string, taskArn: string): string {
  const settings = parse(text, 'Replication Task Settings')
  const logging: unknown = 'Logging' in settings ? settings.Logging : null
  if (typeof logging !== 'object' || logging === null) return text
  if (!('EnableLogging' in logging) || logging.EnableLogging !== true) return text
  const place = {
    CloudWatchLogGroup: `dms-tasks-${instanceIdentifier}`,
    CloudWatchLogStream: `dms-task-${taskArn.split(':').at(-1)}`,
  }
  return JSON.stringify({ ...settings, Logging: { ...logging, ...place } })
}

function parse(text: string, name: string): object {
  try {
    const document: unknown = JSON.parse(text)
    if (typeof document === 'object' && document !== null) return document
  } catch {
    // Told below, in the same way as a text that is JSON but no object.
  }
  throw new DmsFault('InvalidParameterValueException', `Invalid ${name} document: it is not a JSON object.`)
}
