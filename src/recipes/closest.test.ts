import { describe, expect, it } from 'vitest'
import { closest } from './closest.js'

describe('closest', () => {
  it.each([
    ['batchsize', 'batchSize'],
    ['inputLenght', 'inputLength'],
    ['INPUTLENGTH', 'inputLength'],
    ['bs', undefined],
    ['', undefined],
  ])('finds for %j: %j', (typed, expected) => {
    expect(closest(typed, ['batchSize', 'inputLength', 'outputLength'])).toBe(expected)
  })
})
