import { expect, it } from 'vitest'
import { minimumFreeBytes } from './disk-space.js'

it.each([
  ['a small base', [0.2e9], 2e9],
  ['a large base', [25e9], 75e9],
  ['a base that is still to be pulled', [undefined], 60e9],
  ['several', [undefined, 25e9, 1e9], 75e9],
])('wants room for two images above %s', (_, sizes, expected) => {
  expect(minimumFreeBytes(sizes)).toBe(expected)
})
