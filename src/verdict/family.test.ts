import fc from 'fast-check'
import { expect, it } from 'vitest'
import { testFamily } from './family.js'

const rejections = (...stages: Parameters<typeof testFamily>[0][number][]) =>
  testFamily(stages).map(({ rejected }) => rejected)

it('tests a stage at its share of its look', () => {
  const found = rejections({ pValues: [0.004], level: 0.01 }, { pValues: [0.006], level: 0.01 })

  expect(found).toEqual([[true], [true]])
})

it('hands a share on only when all metrics of the stage are rejected', () => {
  const partly = rejections({ pValues: [0.001, 0.9], level: 0.01 }, { pValues: [0.006], level: 0.01 })
  const wholly = rejections({ pValues: [0.001, 0.002], level: 0.01 }, { pValues: [0.006], level: 0.01 })

  expect(partly).toEqual([[true, false], [false]])
  expect(wholly).toEqual([[true, true], [true]])
})

it('keeps the place of a stage that may name nothing', () => {
  const found = rejections(
    { pValues: [0.0001], level: 0 },
    { pValues: [0.006], level: 0.01 },
    { pValues: [], level: 0 },
  )

  expect(found).toEqual([[false], [false], []])
})

it('never rejects less for a smaller p', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true })
  const stages = fc.array(fc.array(p, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })

  fc.assert(
    fc.property(stages, fc.double({ min: 0, max: 1, noNaN: true }), (pValues, factor) => {
      const before = testFamily(pValues.map((own) => ({ pValues: own, level: 0.2 })))
      const after = testFamily(
        pValues.map((own) => ({ pValues: own.map((value) => value * factor), level: 0.2 })),
      )

      before.forEach(({ rejected }, stage) => {
        rejected.forEach((was, metric) => {
          if (was) expect(after[stage]?.rejected[metric]).toBe(true)
        })
      })
    }),
  )
})

it('keeps the chance of any false word below the level, by simulation', () => {
  let state = 12345
  const uniform = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
  const runs = 20_000
  let wrong = 0
  for (let run = 0; run < runs; run++) {
    const stages = Array.from({ length: 4 }, () => ({
      pValues: [uniform(), uniform(), uniform()],
      level: 0.05,
    }))
    if (testFamily(stages).some(({ rejected }) => rejected.includes(true))) wrong++
  }

  expect(wrong / runs).toBeLessThan(0.055)
  expect(wrong / runs).toBeGreaterThan(0.03)
})
