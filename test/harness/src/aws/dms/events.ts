import type {
  DescribeEventCategoriesMessage,
  DescribeEventCategoriesResponse,
  DescribeEventsMessage,
  DescribeEventsResponse,
  Event,
} from '@aws-sdk/client-database-migration-service'
import { DmsFault } from './fault.ts'
import { pageOf } from './page.ts'

/** The kinds of source and their categories: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html */
const CATEGORIES = {
  'replication-instance': [
    'configuration change',
    'creation',
    'deletion',
    'maintenance',
    'low storage',
    'failover',
    'failure',
  ],
  'replication-task': ['state change', 'creation', 'deletion', 'failure', 'configuration change'],
} as const

export type EventSource = keyof typeof CATEGORIES
export type EventCategory<S extends EventSource> = (typeof CATEGORIES)[S][number]

const DEFAULT_DURATION_MINUTES = 60

/** What happened, newest last. They are not sent to the topics of event subscriptions. */
export class Events {
  readonly #events: Event[] = []
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  record<S extends EventSource>(source: S, identifier: string, category: EventCategory<S>, message: string): void {
    this.#events.push({
      SourceIdentifier: identifier,
      // The SDK knows only the older of the two values.
      SourceType: source as 'replication-instance',
      EventCategories: [category],
      Message: message,
      Date: this.#now(),
    })
  }

  describe(input: DescribeEventsMessage): DescribeEventsResponse {
    const end = input.EndTime ?? this.#now()
    const durationMs = (input.Duration ?? DEFAULT_DURATION_MINUTES) * 60_000
    const start = input.StartTime ?? new Date(end.getTime() - durationMs)
    const categories = new Set(input.EventCategories ?? [])
    const events = this.#events.filter(
      (event) =>
        (input.SourceType === undefined || event.SourceType === input.SourceType) &&
        (input.SourceIdentifier === undefined || event.SourceIdentifier === input.SourceIdentifier) &&
        (categories.size === 0 || (event.EventCategories ?? []).some((category) => categories.has(category))) &&
        event.Date !== undefined &&
        event.Date >= start &&
        event.Date <= end,
    )
    const { items, ...marker } = pageOf(events, input)
    return { Events: [...items], ...marker }
  }

  categories(input: DescribeEventCategoriesMessage): DescribeEventCategoriesResponse {
    const groups = Object.entries(CATEGORIES)
      .filter(([source]) => input.SourceType === undefined || input.SourceType === source)
      .map(([SourceType, categories]) => ({ SourceType, EventCategories: [...categories] }))
    return { EventCategoryGroupList: groups }
  }
}

/** @throws DmsFault when the kind of source or a category is not one DMS has */
export function checkCategories(source: string | undefined, categories: readonly string[]): void {
  const known = Object.entries(CATEGORIES).filter(([name]) => source === undefined || name === source)
  if (known.length === 0) throw new DmsFault('InvalidParameterValueException', `Invalid source type ${source}`)
  const allowed = new Set<string>(known.flatMap(([, names]) => names))
  const wrong = categories.find((category) => !allowed.has(category))
  if (wrong !== undefined) throw new DmsFault('InvalidParameterValueException', `Invalid event category ${wrong}`)
}
