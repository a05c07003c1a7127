import { expect, it } from 'vitest'
import { fisherGreater } from './exact-test.js'

// R 4.2.2: fisher.test(matrix(c(hits, rest, other hits, rest), 2, byrow = TRUE), alternative =
// "greater")$p.value
it.each([
  [5, 16, 0, 24, 0.00663821716453296],
  [3, 10, 1, 10, 0.291021671826625],
  [2, 5, 4, 16, 0.449948400412797],
])('%d of %d against %d of %d', (hits, total, otherHits, otherTotal, expected) => {
  const p = fisherGreater(hits, total, otherHits, otherTotal)

  expect(p).toBeCloseTo(expected, 12)
})

it('agrees with counting every way to place the hits', () => {
  let atLeast = 0
  let all = 0
  for (let mask = 0; mask < 2 ** 9; mask++) {
    const places = [...Array(9).keys()].filter((place) => (mask >> place) % 2 === 1)
    if (places.length !== 4) continue
    all++
    if (places.filter((place) => place < 5).length >= 3) atLeast++
  }

  const p = fisherGreater(3, 5, 1, 4)

  expect(p).toBeCloseTo(atLeast / all, 12)
})

it('is 1 where there is nothing to explain', () => {
  const p = fisherGreater(0, 7, 3, 20)

  expect(p).toBeCloseTo(1, 12)
})
