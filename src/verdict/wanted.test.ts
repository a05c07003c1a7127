import { expect, it } from 'vitest'
import { defaultLooks, looksAt } from './statistics/spending.js'
import { attemptsWanted, isExhausted } from './wanted.js'

const looks = looksAt(defaultLooks)

it.each([
  { attempts: 0, valid: 0, settled: false, wanted: 3, why: 'to the first look' },
  { attempts: 3, valid: 3, settled: true, wanted: 3, why: 'nothing more when settled' },
  { attempts: 3, valid: 2, settled: false, wanted: 4, why: 'a disturbed pair again' },
  { attempts: 7, valid: 6, settled: false, wanted: 9, why: 'to the next look' },
  { attempts: 11, valid: 10, settled: false, wanted: 11, why: 'nothing after the last look' },
  { attempts: 15, valid: 8, settled: false, wanted: 16, why: 'at most six pairs again' },
  { attempts: 16, valid: 8, settled: false, wanted: 16, why: 'nothing when exhausted' },
])('wants $wanted of $attempts with $valid valid: $why', ({ attempts, valid, settled, wanted }) => {
  const found = attemptsWanted(attempts, valid, settled, looks)

  expect(found).toBe(wanted)
})

it('is exhausted after the last look and six more', () => {
  const found = [isExhausted(15, looks), isExhausted(16, looks), isExhausted(10, looksAt([4]))]

  expect(found).toEqual([false, true, true])
})
