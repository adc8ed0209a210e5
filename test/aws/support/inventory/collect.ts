import type { Clients } from '../clients.ts'

/** How the names of all things of a kind in the account are asked for. */
export type Kind = (clients: Clients) => Promise<readonly (string | undefined)[]>

/** What is on all pages of a list. */
export async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const page of pages) all.push(...(items(page) ?? []))
  return all
}
