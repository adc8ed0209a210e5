import type { Filter } from '@aws-sdk/client-database-migration-service'
import { DmsFault } from './fault.ts'

/** The members every Describe request has. */
export interface Query {
  readonly Filters?: readonly Filter[] | undefined
  readonly MaxRecords?: number | undefined
  readonly Marker?: string | undefined
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page begins; absent on the last. */
  readonly Marker?: string
}

/** What a filter compares: its name in the API → the values of an item, any of which may match. */
export type FilterFields<T> = Readonly<Record<string, (item: T) => readonly (string | undefined)[]>>

/** Items that match all filters, each by any of its values. @throws DmsFault for a filter the call does not have */
export function matching<T>(items: readonly T[], query: Query, fields: FilterFields<T>): readonly T[] {
  return (query.Filters ?? []).reduce<readonly T[]>((left, filter) => {
    const valuesOf = fields[filter.Name ?? '']
    if (valuesOf === undefined) {
      throw new DmsFault(
        'InvalidParameterValueException',
        `The filter name ${filter.Name} is not one of ${Object.keys(fields).join(', ')}.`,
      )
    }
    const wanted = new Set(filter.Values)
    return left.filter((item) => valuesOf(item).some((value) => value !== undefined && wanted.has(value)))
  }, items)
}

const MAX_RECORDS = 100

/** @throws DmsFault for a marker that no answer gave */
export function pageOf<T>(items: readonly T[], query: Query): Page<T> {
  const size = query.MaxRecords ?? MAX_RECORDS
  const start = query.Marker === undefined ? 0 : Number(query.Marker)
  if (!Number.isInteger(start) || start < 0 || start > items.length) {
    throw new DmsFault('InvalidParameterValueException', `Marker ${query.Marker} is not valid.`)
  }
  const end = start + size
  return { items: items.slice(start, end), ...(end < items.length && { Marker: String(end) }) }
}
