import { describe, expect, it } from 'vitest'
import { roomForImages } from './room.js'

describe('roomForImages', () => {
  it.each([
    [[30e9, 10e9], 2, 90e9],
    [[undefined], 2, 60e9],
    [[30e9], 1, 60e9],
    [[1e6], 2, 2e9],
    [[], 2, 2e9],
  ])('with bases of %j bytes and %d images', (bases, images, bytes) => {
    expect(roomForImages(bases, images)).toBe(bytes)
  })
})
