import { describe, expect, it } from 'vitest'
import { onlineCases } from './online-cases.js'
import { onlineSection, type OnlineSection } from './online-section.js'

const lengths = { inputLength: 1024, outputLength: 512 }

function sectionWith(online: Record<string, unknown>): OnlineSection {
  return onlineSection.parse({ expected: { loadSeconds: 1, caseSeconds: 1 }, ...online })
}

const promptsByName = (section: OnlineSection, historical = false) =>
  onlineCases(section, { historical }).map(({ name, prompts }) => [name, prompts])

describe('onlineCases', () => {
  it('lets each rate last 90 seconds, in the words of the historical files', () => {
    const section = sectionWith({ cases: [{ requestRate: [0.5, 1, 16], ...lengths }] })

    expect(promptsByName(section)).toEqual([
      ['request rate 0.5', 45],
      ['request rate 1', 90],
      ['request rate 16', 1440],
    ])
  })

  it('has as many prompts as the historical tool, where that is asked for', () => {
    const section = sectionWith({ cases: [{ requestRate: [1, 4, 8, 16], ...lengths }], secondsPerRate: 10 })

    expect(promptsByName(section, true)).toEqual([
      ['request rate 1', 300],
      ['request rate 4', 1200],
      ['request rate 8', 2400],
      ['request rate 16', 2400],
    ])
  })

  it('sends fewer prompts where few go at a time, unless the recipe says how many', () => {
    const section = sectionWith({
      cases: [
        { maxConcurrency: [128, 16], ...lengths },
        { maxConcurrency: [1], prompts: 7, ...lengths },
      ],
    })

    expect(promptsByName(section)).toEqual([
      ['concurrency 128', 500],
      ['concurrency 16', 128],
      ['concurrency 1', 7],
    ])
  })

  it('sends one prompt at least', () => {
    const section = sectionWith({ cases: [{ requestRate: [0.001], ...lengths }] })

    expect(promptsByName(section)).toEqual([['request rate 0.001', 1]])
  })

  it('tells loads apart by their lengths where a recipe has one with several', () => {
    const section = sectionWith({
      cases: [
        { requestRate: [1, 2], ...lengths },
        { requestRate: [2], inputLength: 8, outputLength: 4 },
        { requestRate: [1], ...lengths },
      ],
    })

    expect(promptsByName(section).map(([name]) => name)).toEqual([
      'request rate 1',
      'request rate 2, IL=1024, OL=512',
      'request rate 2, IL=8, OL=4',
    ])
  })

  it.each([{}, { requestRate: [1], maxConcurrency: [1] }])('refuses a group with %o', (load) => {
    expect(() => sectionWith({ cases: [{ ...load, ...lengths }] })).toThrow(
      'either requestRate or maxConcurrency',
    )
  })
})
