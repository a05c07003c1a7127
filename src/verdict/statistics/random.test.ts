import { expect, it } from 'vitest'
import { mean, variance } from './location.js'
import { randomFrom } from './random.js'

it('gives the same numbers for the same seed, others for another', () => {
  const draw = (seed: number) => {
    const random = randomFrom(seed)
    return Array.from({ length: 5 }, () => random.uniform())
  }

  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

it('draws standard normal numbers', () => {
  const random = randomFrom(3)
  const values = Array.from({ length: 20_000 }, () => random.normal())

  expect(Math.abs(mean(values))).toBeLessThan(0.03)
  expect(Math.abs(variance(values) - 1)).toBeLessThan(0.05)
})
