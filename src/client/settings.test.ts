import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { thisHost } from './settings.js'

describe('thisHost', () => {
  it('is what PRBENCH_HOST says', () => {
    expect(thisHost({ PRBENCH_HOST: 'mi300x-7' })).toBe('mi300x-7')
  })

  it('leaves out what a name of a host may not hold', () => {
    expect(thisHost({ PRBENCH_HOST: '_gpu host/7' })).toBe('gpu-host-7')
  })

  it.each([{}, { PRBENCH_HOST: '' }])('is else the hostname: %j', (environment) => {
    expect(hostname()).toContain(thisHost(environment).split('-')[0])
  })
})
