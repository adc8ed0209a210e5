import { expect, test } from 'vitest'
import { judgeAnswer } from './http-client.ts'

test.each([
  [201, '{}', 'acked'],
  [409, '{"error":"not enough"}', 'failed'],
  [503, '{"error":"no connection","unknown":false}', 'failed'],
  [503, '{"unknown": true}', 'unknown'],
  [502, 'bad gateway', 'unknown'],
  [500, '', 'unknown'],
])('%i %s is %s to its client', (status, text, outcome) => {
  expect(judgeAnswer(status, text).outcome).toBe(outcome)
})
