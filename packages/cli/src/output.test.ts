import { CausewayError } from '@causeway/core'
import { describe, expect, it } from 'vitest'
import { Exit } from './exit.ts'
import { fakeIo } from './fixtures/fake-io.ts'
import { printError, printResult } from './output.ts'

const blocked = new CausewayError('CW-0310', '2 blocker(s)', { data: { count: 2 } })

describe('a result', () => {
  it('is text with warnings and what to type next', () => {
    const io = fakeIo()
    printResult(io, false, { data: { a: 1 }, text: 'done', warnings: ['careful'], nextSteps: ['causeway run'] })
    expect(io.written('stdout')).toBe('done\nwarning: careful\n\nnext: causeway run\n')
    expect(io.written('stderr')).toBe('')
  })

  it('is one line of JSON with --json', () => {
    const io = fakeIo()
    printResult(io, true, { data: { a: 1 }, text: 'done' })
    expect(io.written('stdout')).toBe('{"schemaVersion":1,"data":{"a":1},"warnings":[],"nextSteps":[]}\n')
  })

  it('may fail all the same: printed once, with the exit code of the failure', () => {
    const text = fakeIo()
    expect(() => printResult(text, false, { data: null, text: 'findings', failure: blocked })).toThrow(Exit)
    expect(text.written('stdout')).toBe('findings\n')
    expect(text.written('stderr').match(/CW-0310/g)).toHaveLength(2) // the code, and `causeway explain` with it

    const json = fakeIo()
    expect(() => printResult(json, true, { data: [1], text: '', failure: blocked })).toThrow(
      expect.objectContaining({ exitCode: 3 }),
    )
    expect(JSON.parse(json.written('stdout'))).toMatchObject({
      data: [1],
      error: { code: 'CW-0310', data: { count: 2 } },
    })
    expect(json.written('stderr')).toBe('')
  })
})

describe('an error', () => {
  it('is code, title, message and remedy on stderr, without a trace', () => {
    const io = fakeIo()
    printError(io, blocked, false, false)
    expect(io.written('stderr')).toBe(
      '\nCW-0310 preflight found blockers: 2 blocker(s)\n' +
        '  to do: do what each finding names; `causeway doctor` looks again and changes nothing\n' +
        '  more:  causeway explain CW-0310\n',
    )
  })

  it('has its trace and causes with --debug, or when it is a defect', () => {
    const io = fakeIo()
    printError(io, new CausewayError('CW-0310', 'x', { cause: new Error('the cause') }), false, true)
    expect(io.written('stderr')).toMatch(/at .*output\.test\.ts[^]*caused by: Error: the cause/)
    const defect = fakeIo()
    printError(defect, new TypeError('x is not a function'), true, false)
    expect(defect.written('stderr')).toContain('TypeError: x is not a function')
    expect(JSON.parse(defect.written('stdout'))).toMatchObject({
      data: null,
      error: { code: 'CW-0101', message: 'x is not a function' },
    })
  })
})
