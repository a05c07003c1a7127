import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillAdditively } from './additive.js'

describe('filling', () => {
  it('leaves a complete table as it is', () => {
    const table = [
      [1, 2],
      [3, 5],
    ]

    expect(fillAdditively(table)).toEqual(table)
  })

  it('restores single values of a table that is launch + case', () => {
    const effects = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 6 })

    fc.assert(
      fc.property(effects, effects, fc.nat(), fc.nat(), (launches, cases, row, column) => {
        const truth = launches.map((launch) => cases.map((name) => launch + name))
        const [gapRow, gapColumn] = [row % launches.length, column % cases.length]
        const table = truth.map((values, i) =>
          values.map((value, j) => (i === gapRow && j === gapColumn ? null : value)),
        )

        const filled = fillAdditively(table)

        expect(filled[gapRow]?.[gapColumn]).toBeCloseTo(truth[gapRow]?.[gapColumn] ?? NaN, 2)
      }),
    )
  })
})
