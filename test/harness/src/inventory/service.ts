import { meetParent } from '../child/run-child.ts'
import { followAuthority, type FollowerSettings } from '../follower/authority-follower.ts'
import { answerHook } from '../follower/hook.ts'
import { listenHttp } from '../follower/http.ts'
import { answerInventory } from './routes.ts'

/** The inventory service as a program: configuration on standard input, address on standard output. */
const parent = await meetParent<FollowerSettings & { readonly port: number }>()
const follower = await followAuthority(parent.config)
const listener = await listenHttp(parent.config.port, async (request) => {
  return (await answerHook(request, follower)) ?? (await answerInventory(request, follower))
})
parent.gone.addEventListener('abort', () => {
  void listener[Symbol.asyncDispose]().then(() => follower[Symbol.asyncDispose]())
})
parent.tell({ url: listener.url })
