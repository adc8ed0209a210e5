import { expect, it } from 'vitest'
import { ERRORS } from '../errors/registry.ts'
import { errorsPage, messagesPage } from './docs-page.ts'
import { message } from './message.ts'
import { MESSAGES } from './registry.ts'

const infos = Object.values(MESSAGES)

it('every message has its own code', () => {
  const codes = infos.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) expect(code).toMatch(/^CM-[1-9]\d{3}$/)
})

it('a message carries its code, level and time', () => {
  expect(message('weight-set', { from: 20, to: 50, reason: 'gates passed' }, new Date(0))).toEqual({
    code: 'CM-1402',
    name: 'weight-set',
    level: 'info',
    time: '1970-01-01T00:00:00.000Z',
    data: { from: 20, to: 50, reason: 'gates passed' },
  })
})

it('the page of messages shows each with every field', () => {
  const page = messagesPage()
  for (const [name, info] of Object.entries(MESSAGES)) {
    const [, section = ''] = page.split(`## ${info.code} ${name}\n`)
    for (const field of Object.keys(info.fields)) expect(section.split('\n## ')[0]).toContain(`| \`${field}\` |`)
  }
})

it('the page of errors shows every code once, in order', () => {
  const shown = [...errorsPage().matchAll(/^\| (CW-\d{4}) \|/gm)].map((found) => found[1])
  expect(shown).toEqual(Object.keys(ERRORS).toSorted())
})
