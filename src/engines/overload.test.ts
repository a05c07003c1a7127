import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CaseResult } from '../comparison/launch.js'
import { arrivalsOf, withOverload } from './overload.js'

/** A case at a rate, with its run in seconds and its median answer in ms. */
function at(rate: number, requests: number, seconds: number, answer: number): CaseResult {
  const name = `request rate ${rate}`
  const entry = {
    name,
    load: { requestRate: rate },
    prompts: requests,
    inputLength: 1024,
    outputLength: 1024,
  }
  return {
    ...{ case: name, reason: null, repeats: [], values: { ttft_median: 312 } },
    ...arrivalsOf(entry, { requests, seconds, answer }),
  }
}

const light = at(1, 300, 320, 17_500)

it('knows a server that takes all requests at once and finishes none the sooner', () => {
  const found = withOverload([light, at(16, 2400, 275.01, 137_751)])

  expect(found[0]).toBe(light)
  expect(found[1]).toMatchObject({ saturated: true, remarks: [{ kind: 'overloaded', offered: 16 }] })
})

it.each([
  ['slower answers that settle', at(8, 2400, 323.7, 43_900)],
  ['slower answers in a short run', at(8, 720, 90 + 43, 43_900)],
  ['long answers in a short run', at(4, 40, 10 + 17.5, 17_500)],
])('takes no server for overloaded for %s', (_, result) => {
  const [, found] = withOverload([light, result])

  expect(found).toBe(result)
})

it('says that it cannot tell where no lighter load has the same lengths', () => {
  const alone = withOverload([at(16, 2400, 275.01, 137_751)])

  expect(alone[0]?.saturated).toBeUndefined()
  expect(alone[0]?.remarks).toMatchObject([{ kind: 'overload-unknown', offered: 16 }])
  expect(withOverload([light])).toEqual([light])
})

it.each([
  ['is nearly as heavy', at(8, 2400, 323.7, 43_900), at(16, 2400, 275.01, 137_751)],
  ['may be overloaded itself', at(16, 2400, 275.01, 137_751), at(64, 2400, 275.01, 150_000)],
])('says that it cannot tell where the lightest load %s', (_, lightest, result) => {
  const [, found] = withOverload([lightest, result])

  expect(found?.saturated).toBeUndefined()
  expect(found?.remarks).toMatchObject([{ kind: 'overload-unknown', offered: result.arrivals?.rate }])
})

it('finds no overload where the run ends with its arrivals and one light answer', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1.1, max: 100, noNaN: true }),
      fc.integer({ min: 10, max: 5000 }),
      fc.double({ min: 1, max: 10, noNaN: true }),
      (rate, requests, times) => {
        const result = at(rate, requests, requests / rate + 17.5, 17_500 * times)

        expect(withOverload([light, result])[1]).toBe(result)
      },
    ),
  )
})
