import type { Call } from './call.ts'

/** A place where moto answers otherwise than AWS, mended by the front before it. */
export interface Repair {
  readonly name: string
  /** As in the signature's scope. */
  readonly service: string
  /** Operations it applies to; for protocols without names, `METHOD /path`. */
  readonly operations: RegExp
  /** What moto does. */
  readonly moto: string
  /** What AWS does, and who stumbles over the difference. */
  readonly reason: string
  /** The body to send instead. */
  readonly request?: (call: Call) => string
  /** The body to answer without asking moto; `null` asks it. @throws ServedFault */
  readonly serve?: (call: Call) => string | null
  /** The body to answer instead; of successful answers only. */
  readonly answer?: (call: Call, body: string) => string
}

/** What a served operation refuses, in AWS's words. */
export class ServedFault extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export type JsonOperation = (input: Readonly<Record<string, unknown>>) => object

/** Operations of a service that speaks AWS JSON 1.1. */
export function serveJson(operations: Readonly<Record<string, JsonOperation>>): (call: Call) => string | null {
  return ({ operation, body }) => {
    const serve = operations[operation]
    return serve === undefined ? null : JSON.stringify(serve(JSON.parse(body === '' ? '{}' : body)))
  }
}
