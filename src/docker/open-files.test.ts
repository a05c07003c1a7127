import { expect, it } from 'vitest'
import { openFilesFrom } from './open-files.js'

const all = 'CapEff:\t000001ffffffffff\n'
const withoutResource = 'CapEff:\t000001fffeffffff\n'
const limits =
  'Max processes   95    95    processes\nMax open files            1024                 20000                files\n'

it('asks for the usual number where the limit may be raised', () => {
  expect(openFilesFrom(all, limits)).toBe(65_536)
})

it('stays within the hard limit where it may not', () => {
  expect(openFilesFrom(withoutResource, limits)).toBe(20_000)
})

it('asks for no more than the usual number', () => {
  expect(openFilesFrom(withoutResource, limits.replace('20000', '1048576'))).toBe(65_536)
})

it('takes files it cannot read as no limit', () => {
  expect(openFilesFrom('', '')).toBe(65_536)
})
