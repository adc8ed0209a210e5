import { expect, it } from 'vitest'
import { fakeIo } from '../fixtures/fake-io.ts'
import { everyCommand, program } from '../program.ts'
import { commandsPage } from './commands-page.ts'

it('the page shows every command once, with its options and examples', () => {
  const page = commandsPage()
  const shown = [...page.matchAll(/^## (?:causeway )?(.*)$/gm)].map((found) => found[1]?.split(' ').at(-1))
  expect(shown).toEqual(everyCommand(program(fakeIo())).map((command) => command.name()))
  expect(page.match(/^Examples:$/gm)).toHaveLength(shown.length)
  expect(page).toContain('  --take-over ')
  for (const unwanted of ['undefined', '\u001B']) expect(page).not.toContain(unwanted)
})
