import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ForeignLaunch } from './launch.js'
import { pairLaunches } from './pair-launches.js'

function launch(file: string, measuredAt: string, name = 'a', value = 1): ForeignLaunch {
  return { file, measuredAt, values: [{ case: name, metric: 'time', unit: 's', better: 'lower', value }] }
}

describe('launches of two versions', () => {
  it('are paired by their times where each was measured next to one of the other version', () => {
    const { samples, pairing } = pairLaunches(
      {
        main: [launch('b1', '2026-01-01T10:00'), launch('b2', '2026-01-01T13:00')],
        pr: [launch('h2', '2026-01-01T12:00'), launch('h1', '2026-01-01T11:00')],
      },
      false,
    )

    expect(pairing).toBe('by-time')
    expect(samples.map(({ arm, pair, position }) => [arm, pair, position])).toEqual([
      ['main', 1, 1],
      ['pr', 1, 2],
      ['pr', 2, 1],
      ['main', 2, 2],
    ])
  })

  it.each([
    ['all of one version came first', ['1', '2'], ['3', '4']],
    ['no time is told', ['', ''], ['', '']],
    ['two have the same time', ['1', '3'], ['1', '4']],
    ['one has no partner', ['1', '3'], ['2']],
  ])('are not taken for paired where %s, unless that is assumed', (_, main, pr) => {
    const launches = {
      main: main.map((time, index) => launch(`b${index}`, time)),
      pr: pr.map((time, index) => launch(`h${index}`, time)),
    }

    const alone = pairLaunches(launches, false)
    const assumed = pairLaunches(launches, true)

    expect(alone.pairing).toBe('none')
    expect(assumed.pairing).toBe('assumed')
    expect(assumed.samples.map(({ arm, pair }) => `${arm} ${pair}`)).toEqual([
      ...main.map((_time, index) => `main ${index + 1}`),
      ...pr.map((_time, index) => `pr ${index + 1}`),
    ])
  })

  it('of several loads are numbered for each load', () => {
    const { samples } = pairLaunches(
      {
        main: [launch('b1', '', 'rate 1'), launch('b2', '', 'rate 4')],
        pr: [launch('h1', '', 'rate 1'), launch('h2', '', 'rate 4')],
      },
      true,
    )

    expect(samples.map(({ pair }) => pair)).toEqual([1, 1, 1, 1])
  })

  it('never give a launch to two pairs, nor two launches of a version to one', () => {
    const times = fc.uniqueArray(fc.integer({ min: 10, max: 99 }), { maxLength: 6 })
    fc.assert(
      fc.property(times, times, fc.boolean(), (main, pr, assume) => {
        const launches = {
          main: main.map((time) => launch(`b${time}`, String(time))),
          pr: pr.map((time) => launch(`h${time}`, String(time))),
        }

        const { samples } = pairLaunches(launches, assume)

        const places = samples.map(({ arm, pair }) => `${arm} ${pair}`)
        expect(samples).toHaveLength(main.length + pr.length)
        expect(new Set(places).size).toBe(places.length)
      }),
    )
  })

  it('leave out what neither version does', () => {
    const { samples } = pairLaunches({ main: [launch('b', '', 'a', 0)], pr: [launch('h', '', 'a', 0)] }, true)

    expect(samples).toEqual([])
  })
})
