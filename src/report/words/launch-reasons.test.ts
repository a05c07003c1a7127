import { expect, it } from 'vitest'
import { reasonWords } from './launch-reasons.js'

it.each([
  [
    { kind: 'process-died', times: 2, begun: true, exitCode: 139 },
    'its process died 2 times in this case (signal 11)',
  ],
  [
    { kind: 'process-died', times: 2, begun: false, exitCode: 7 },
    'its process died 2 times before its first case (exit code 7)',
  ],
  [
    { kind: 'no-result', exitCode: 1, outOfMemory: false, details: ['Oops', 'serving.jsonl: it is empty'] },
    'the load generator ended with exit code 1 and gave no result: Oops; serving.jsonl: it is empty',
  ],
  [{ kind: 'text', text: 'as a record of before says it' }, 'as a record of before says it'],
] as const)('says %j', (reason, words) => {
  expect(reasonWords({ ...reason } as Parameters<typeof reasonWords>[0])).toBe(words)
})

it('says a remark of several launches with the range of its figures', () => {
  const rate = (achieved: number) =>
    ({ kind: 'rate-not-reached', achieved, offered: 8, saturated: true }) as const

  expect(reasonWords(rate(5.04), rate(5.12))).toBe(
    'the server fell behind the offered rate (5.04 to 5.12 of 8 requests/s were achieved, 63 to 64 %): its TTFT shows how long the queue was',
  )
  expect(reasonWords({ kind: 'requests-put-back', requests: 3 })).toBe(
    '3 requests were put back because the token cache was full',
  )
})
