import { expect, it } from 'vitest'
import { looksOf } from './looks.js'
import { looksAt } from './statistics/spending.js'

it.each([
  [{}, [3, 4, 5, 6, 8, 10]],
  [{ maxPairs: 10 }, [3, 4, 5, 6, 8, 10]],
  [{ maxPairs: 5 }, [3, 4, 5]],
  [{ maxPairs: 7 }, [3, 4, 5, 6, 7]],
  [{ maxPairs: 1 }, [1]],
  [{ maxPairs: 15 }, [3, 4, 5, 6, 8, 10, 15]],
  [{ maxPairs: 22 }, [3, 4, 5, 6, 8, 10, 15, 20, 22]],
  [{ pairs: 4, maxPairs: 10 }, [4]],
  [{ historical: true, maxPairs: 10 }, [1]],
])('the looks of %j are at %j pairs', (limits, expected) => {
  const looks = looksOf(limits)

  expect(looks).toEqual(expected)
})

it.each([1, 3, 4, 7, 10, 15, 40])(
  'the last look may always find a difference: at most %d pairs',
  (maxPairs) => {
    const last = looksAt(looksOf({ maxPairs })).at(-1)

    expect(last?.difference).toBeGreaterThan(0)
  },
)
