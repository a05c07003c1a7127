import { expect, it } from 'vitest'
import { defaultLooks, looksAt } from './statistics/spending.js'
import { expectedPairs } from './expected-pairs.js'

const looks = looksAt(defaultLooks)
const noise = (pairSd: number) => ({ pairSd, margin: 0.05, priorDf: 0 })

it('expects the first look on a quiet host and the last on a loud one', () => {
  const found = [expectedPairs([noise(0.0005)], looks), expectedPairs([noise(0.2)], looks)]

  expect(found[0]).toBeLessThan(3.2)
  expect(found[1]).toBe(10)
})

it('expects more pairs with more noise and with more metrics', () => {
  const found = [
    expectedPairs([noise(0.01)], looks),
    expectedPairs([noise(0.02)], looks),
    expectedPairs([noise(0.02), noise(0.02), noise(0.02)], looks),
  ]

  expect(found).toEqual([...found].sort((a, b) => a - b))
  expect(new Set(found).size).toBe(3)
})

it('expects what a single look takes', () => {
  const pairs = expectedPairs([noise(0.01)], looksAt([4]))

  expect(pairs).toBe(4)
})
