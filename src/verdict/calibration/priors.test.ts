import { describe, expect, it } from 'vitest'
import type { Calibration } from './calibration.js'
import { priorsOf } from './priors.js'

/** A calibration of one metric on that day of November. */
function calibration(day: string, variance: number, changes: Partial<Calibration> = {}): Calibration {
  const metrics = [{ metric: 'e2e_throughput', variance, df: 9, launch: 0.01, within: null }]
  return {
    run: `run of ${day}`,
    date: `2026-11-${day}:00:00Z`,
    commit: 'a'.repeat(40),
    image: { tag: 'main-aaaaaaa', id: 'sha256:1' },
    mode: 'normal',
    threshold: 0.05,
    stages: [
      {
        model: 'grok',
        benchmarkType: 'offline',
        pairs: 8,
        launches: 8,
        disturbed: { main: 0, pr: 0 },
        metrics,
      },
    ],
    falseAlarms: { reports: 128, words: 1, marks: 0, singlePairs: 8, singleMarks: 2 },
    ...changes,
  }
}

const host = (...calibrations: Calibration[]) => ({ schema: 1, host: 'h1', calibrations }) as const

describe('what calibrations are worth later', () => {
  it('is one prior a stage and metric, with the host and the day', () => {
    const priors = priorsOf(host(calibration('20T10', 2e-4)), 'normal')

    expect(priors).toEqual([
      {
        model: 'grok',
        benchmarkType: 'offline',
        metric: 'e2e_throughput',
        variance: 2e-4,
        df: 9,
        agreesOverDays: false,
        history: { launches: 16, disturbed: 0 },
        host: 'h1',
        days: ['2026-11-20'],
      },
    ])
  })

  it('is the newest of a day, whatever the order in the file', () => {
    const priors = priorsOf(host(calibration('20T18', 3e-4), calibration('20T10', 2e-4)), 'normal')

    expect(priors).toMatchObject([{ variance: 3e-4, df: 9, days: ['2026-11-20'] }])
  })

  it('adds up how many launches of its days were disturbed', () => {
    const quiet = calibration('20T10', 2e-4)
    const busy = {
      ...calibration('21T10', 2e-4),
      stages: quiet.stages.map((stage) => ({ ...stage, disturbed: { main: 2, pr: 1 } })),
    }

    const [prior] = priorsOf(host(quiet, busy), 'normal')

    expect(prior?.history).toEqual({ launches: 32, disturbed: 3 })
  })

  it('counts in full where three days agree, and of older days only the last five are taken', () => {
    const days = ['14', '15', '16', '17', '18', '19'].map((day) => calibration(`${day}T10`, 2e-4))

    const priors = priorsOf(host(...days), 'normal')

    expect(priors).toMatchObject([
      { df: 45, agreesOverDays: true, days: expect.arrayContaining([]) as string[] },
    ])
    expect(priors[0]?.days).toEqual(['15', '16', '17', '18', '19'].map((day) => `2026-11-${day}`))
  })

  it('is nothing for another mode, nor where every launch gave the same value', () => {
    const known = host(calibration('20T10', 0), calibration('21T10', 1e-4, { mode: 'dummy' }))

    const priors = priorsOf(known, 'normal')

    expect(priors).toEqual([])
  })
})
