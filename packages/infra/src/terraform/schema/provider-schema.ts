/** What `terraform providers schema -json` prints; only what the generator reads. */
export interface ProviderSchema {
  readonly resource_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>
  readonly data_source_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>
}

export interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, SchemaAttribute>>
  readonly block_types?: Readonly<Record<string, NestedBlockType>>
}

export interface NestedBlockType {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map' | 'group'
  readonly min_items?: number
  readonly max_items?: number
  readonly block: SchemaBlock
}

export interface SchemaAttribute {
  readonly type?: SchemaType
  /** In place of `type` for the attributes of plugin-framework resources that hold objects. */
  readonly nested_type?: {
    readonly nesting_mode: 'single' | 'list' | 'set' | 'map'
    readonly attributes: Readonly<Record<string, SchemaAttribute>>
  }
  readonly required?: boolean
  readonly optional?: boolean
  readonly deprecated?: boolean
}

/** `"string"`, `["list", "string"]`, `["object", {"a": "number"}]`: the JSON form of a cty type. */
export type SchemaType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', SchemaType]
  | readonly ['object', Readonly<Record<string, SchemaType>>]
