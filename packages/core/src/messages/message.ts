import { MESSAGES } from './registry.ts'
import type { MessageData } from './message-data.ts'

export type MessageName = keyof MessageData
export type MessageCode = (typeof MESSAGES)[MessageName]['code']
export type MessageLevel = 'debug' | 'info' | 'warning' | 'error'

/** One thing the core has to say. Hosts render it; only `code` and `data` are contract. */
export type Message = { readonly [N in MessageName]: MessageOf<N> }[MessageName]

export interface MessageOf<N extends MessageName> {
  readonly code: (typeof MESSAGES)[N]['code']
  readonly name: N
  readonly level: MessageLevel
  /** ISO 8601. */
  readonly time: string
  readonly data: MessageData[N]
}

/** Where messages go: a terminal, JSON lines, the control socket. Never throws and never waits. */
export interface Messages {
  emit(message: Message): void
}

export function message<N extends MessageName>(name: N, data: MessageData[N], at: Date): Message {
  const { code, level } = MESSAGES[name]
  // The union is indexed by `name`; TypeScript does not see that the parts of one entry belong together.
  return { code, name, level, time: at.toISOString(), data } as MessageOf<N> as Message
}
