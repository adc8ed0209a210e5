import * as z from 'zod'
import { migrationSchema } from '../schema/migration.ts'

/** The keywords read here; `pattern`, `minimum` and the like pass through. */
export interface JsonSchema {
  readonly $schema?: string
  readonly title?: string
  readonly description?: string
  /** What editors show when a value is refused, and the reference page in any case. */
  readonly errorMessage?: string
  readonly type?: string
  readonly const?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly oneOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
  readonly if?: JsonSchema
  readonly then?: JsonSchema
}

/**
 * The declaration as JSON Schema (draft-07, which the YAML language server reads), for editors; the same text every time.
 *
 * It accepts everything `parse` accepts. What compares settings with each other only `parse` knows.
 */
export function jsonSchema(): JsonSchema {
  const complete = settingsSchema()
  const { name, environments, ...settings } = withoutRequired(complete).properties ?? {}
  const overridable: JsonSchema = { type: 'object', properties: settings, additionalProperties: false }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Causeway migration.yaml',
    description: 'What is moved, where to, how traffic shifts and what must hold.',
    type: 'object',
    properties: {
      ...(name && { name }),
      ...settings,
      ...(environments && { environments: { ...environments, additionalProperties: overridable } }),
    },
    additionalProperties: false,
    required: ['name'],
    // Environments may supply what the base leaves out.
    if: { not: { required: ['environments'] } },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: requiredOnly(complete),
  }
}

/** All settings, with what is required of a declaration without environments. */
export function settingsSchema(): JsonSchema {
  const { $schema: _, ...settings } = z.toJSONSchema(migrationSchema, {
    io: 'input',
    target: 'draft-07',
    override: tidy,
  })
  return JSON.parse(JSON.stringify(settings)) as JsonSchema
}

/** A section's default is what its keys default to; editors would insert `{}`. */
function tidy({ jsonSchema: schema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (schema.type === 'object' || schema.oneOf !== undefined) delete schema.default
}

/** Lets every key of a section be left out; lists replace the base's, so that their items stay complete. */
function withoutRequired(schema: JsonSchema): JsonSchema {
  const { required: _, oneOf, properties, ...rest } = schema
  return {
    ...rest,
    ...(oneOf && { anyOf: oneOf.map(withoutRequired) }),
    ...(properties && { properties: mapValues(properties, withoutRequired) }),
  }
}

/** Only what must be there, as a condition beside the whole. */
function requiredOnly({ required, oneOf, properties = {} }: JsonSchema): JsonSchema {
  if (oneOf !== undefined) return { oneOf }
  const below = Object.entries(mapValues(properties, requiredOnly)).filter(([, found]) => Object.keys(found).length > 0)
  return { ...(required && { required }), ...(below.length > 0 && { properties: Object.fromEntries(below) }) }
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
