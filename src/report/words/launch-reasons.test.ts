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
  [
    { kind: 'rate-not-reached', achieved: 5.04, offered: 8, saturated: true },
    'the server fell behind the offered rate (5.04 of 8 requests/s were achieved, 63 %): its TTFT shows how long the queue was',
  ],
  [{ kind: 'requests-put-back', requests: 3 }, '3 requests were put back because the token cache was full'],
  [{ kind: 'text', text: 'as a record of before says it' }, 'as a record of before says it'],
] as const)('says %j', (reason, words) => {
  expect(reasonWords({ ...reason } as Parameters<typeof reasonWords>[0])).toBe(words)
})
