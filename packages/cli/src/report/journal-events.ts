import { MESSAGES, type MessageData, type MessageName, type StateReader, type StoredEvent } from '@causeway/core'

const PAGE = 1_000

export async function allEvents(journal: StateReader): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = []
  for (;;) {
    const page = await journal.events(events.at(-1)?.seq ?? 0, PAGE)
    if (page.length === 0) return events
    events.push(...page)
  }
}

export interface EventOf<N extends MessageName> {
  /** ISO 8601. */
  readonly time: string
  readonly data: MessageData[N]
}

/** The events that keep messages of one name, in order. */
export function eventsOf<N extends MessageName>(events: readonly StoredEvent[], name: N): readonly EventOf<N>[] {
  // What the journal holds under the code of a message is that message's data.
  return events.filter((event) => event.code === MESSAGES[name].code) as readonly StoredEvent[] as readonly EventOf<N>[]
}

export function lastOf<N extends MessageName>(events: readonly StoredEvent[], name: N): MessageData[N] | null {
  return eventsOf(events, name).at(-1)?.data ?? null
}
