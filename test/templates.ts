import { keepTemplates } from '@causeway/harness'

/** Of all tests that start servers. */
export default async function keepTemplatesForTests(): Promise<() => Promise<void>> {
  const templates = await keepTemplates()
  return async () => templates[Symbol.asyncDispose]()
}
