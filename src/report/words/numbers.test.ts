import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changeWords,
  formatChange,
  formatCount,
  formatInterval,
  formatValue,
  historicalChange,
} from './numbers.js'

describe('formatValue', () => {
  it.each([
    [1032.13, 'token/s', '1032.13'],
    [85.7, 'token/s', '85.70'],
    [0.132, 's', '0.132'],
    [0.125, 's', '0.125'],
    [3.9451, 's', '3.945'],
    [9.9999, 's', '10.000'],
    [12.3456, 's', '12.35'],
    [0.00866, 's', '0.00866'],
    [0.0000123456, 's', '0.0000123'],
    [1234.567, 'ms', '1234.57'],
    [0.0456, 'ms', '0.0456'],
    [0, 's', '0.000'],
    [1e-12, 's', '1.000e-12'],
    [1e21, 'token/s', '1.000e+21'],
  ])('prints %d %s as %s', (value, unit, expected) => {
    expect(formatValue(value, unit)).toBe(expected)
  })

  it('keeps three significant digits of every value, so that a change of a percent is seen', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
        fc.constantFrom('s', 'ms', 'token/s'),
        (value, unit) => {
          const printed = Number(formatValue(value, unit))

          expect(Math.abs(printed / value - 1)).toBeLessThan(0.00501)
        },
      ),
    )
  })
})

describe('formatChange', () => {
  it.each([
    [0.0519, '+5.2 %'],
    [0.056, '+5.6 %'],
    [-0.2, '-20.0 %'],
    [0, '+0.0 %'],
    [-0.0004, '+0.0 %'],
    [12.5, '+1250.0 %'],
    [1e100, 'more than +10000 %'],
  ])('prints %d as %s', (change, expected) => {
    expect(formatChange(change)).toBe(expected)
    expect(historicalChange(change)).toBe(expected.replace(' %', '%'))
  })
})

it('prints intervals and counts', () => {
  expect(formatInterval({ low: -0.012, high: 0.034 })).toBe('-1.2 % to +3.4 %')
  expect(formatCount(1, 'pair')).toBe('1 pair')
  expect(formatCount(0, 'pair')).toBe('0 pairs')
})

it.each([
  [0.056, '5.6 % faster'],
  [-0.072, '7.2 % slower'],
  [-0.0004, '0.0 % slower'],
  [1e100, 'more than 10000 % faster'],
])('says %d in words as %s', (change, expected) => {
  expect(changeWords(change)).toBe(expected)
})
