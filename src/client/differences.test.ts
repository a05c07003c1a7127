import { describe, expect, it } from 'vitest'
import { requestSchema } from '../comparison/request.js'
import { describeDifferences, requestDifferences } from './differences.js'

const request = (input: object) => requestSchema.parse({ repository: 'o/r', pullRequest: 7, ...input })

describe('requestDifferences', () => {
  it('finds none where defaults are written out, or the repository is written otherwise', () => {
    const running = request({ repository: '/srv/engine' })
    const wanted = request({
      repository: '/srv/engine/',
      maxPairs: 10,
      models: ['grok', 'deepseek'],
      skipBuild: false,
    })

    expect(requestDifferences(running, wanted)).toEqual([])
  })

  it('names the flags that differ, with both values', () => {
    const running = request({ models: ['grok'], pairs: 4, threshold: 0.05 })
    const wanted = request({ pairs: 8, models: ['grok', 'deepseek'], threshold: 0.1, baseImage: 'a/b:c' })

    expect(describeDifferences(requestDifferences(running, wanted))).toBe(
      '--models grok (now grok,deepseek), --pairs 4 (now 8), --threshold 5 % (now 10 %), --base-image not given (now a/b:c)',
    )
  })

  it('writes percent and times as people give them', () => {
    const running = request({ threshold: 0.07, budgetSeconds: 5400 })
    const wanted = request({ threshold: 0.05, deadlineSeconds: 21_600 })

    expect(describeDifferences(requestDifferences(running, wanted))).toBe(
      '--budget 1h 30m (now not given), --threshold 7 % (now 5 %), --deadline not given (now 6h)',
    )
  })

  it('compares the commits of two calibrations, which the host names', () => {
    const calibration = (ref: string) =>
      requestSchema.parse({ repository: 'o/r', base: ref, head: ref, calibrate: true, hosts: ['h'] })

    const differences = requestDifferences(calibration('main'), calibration('next'))

    expect(describeDifferences(differences)).toBe('--base main (now next)')
  })

  it('leaves out what nobody asked for', () => {
    const running = request({ outputFolder: '/a' })
    const wanted = request({ outputFolder: '/b' })

    expect(requestDifferences(running, wanted, ['outputFolder'])).toEqual([])
    expect(requestDifferences(running, wanted)).toHaveLength(1)
  })
})
