import type { Authority, AuthorityFollower } from './authority-follower.ts'
import type { HttpRequest, Reply } from './http.ts'

/**
 * Causeway's client hook and `GET /health`: what every client of a migrated database offers.
 *
 * `POST /causeway/hold` answers when nothing is under way; `POST /causeway/follow` takes `{"authority":"SOURCE"|"TARGET"}`;
 * `POST /causeway/release`. All three may be repeated.
 *
 * @returns `null` for any other route
 */
export async function answerHook(request: HttpRequest, follower: AuthorityFollower): Promise<Reply | null> {
  switch (request.route) {
    case 'GET /health':
      return state(follower)
    case 'POST /causeway/hold':
      await follower.hold()
      return state(follower)
    case 'POST /causeway/follow': {
      const authority = authorityIn(request.body)
      if (authority === null) return { status: 400, body: { error: 'authority must be SOURCE or TARGET' } }
      await follower.follow(authority)
      return state(follower)
    }
    case 'POST /causeway/release':
      follower.release()
      return state(follower)
    default:
      return null
  }
}

function state({ authority, held }: AuthorityFollower): Reply {
  return { status: 200, body: { authority, held } }
}

function authorityIn(body: unknown): Authority | null {
  if (typeof body !== 'object' || body === null || !('authority' in body)) return null
  return body.authority === 'SOURCE' || body.authority === 'TARGET' ? body.authority : null
}
