import { describe, expect, it } from 'vitest'
import { judge } from './judge.js'
import { makeSamples, type MadeStage } from './make-samples.fixture.js'

const loads = ['rate 1', 'rate 2', 'rate 4', 'rate 8']
const metrics = [{ metric: 'itl_median', unit: 'ms', better: 'lower', level: 20 }] as const
const quiet = { cases: loads, metrics, launchSd: 0.0005, withinSd: 0.001, pairs: 4 }

function itl(part: Partial<MadeStage>) {
  const { stages } = judge(makeSamples({ ...quiet, ...part }))
  const [stage] = stages
  if (stage === undefined) throw new Error('no stage')
  return { stage, metric: stage.metrics[0], words: stage.cells.map(({ verdict }) => verdict) }
}

describe('a step in some of the cells', () => {
  it('is found after four pairs, and names them', () => {
    const { stage, metric, words } = itl({
      change: (name) => (name === 'rate 4' || name === 'rate 8' ? -0.02 : 0),
    })

    expect(metric?.verdict).toBe('slightly-slower')
    expect(words).toEqual(['no-change', 'no-change', 'slightly-slower', 'slightly-slower'])
    expect(stage.settled).toBe(true)
  })

  it('is named both ways where cells go both ways', () => {
    const { metric, words } = itl({ change: (name) => (name === 'rate 8' ? 0.12 : -0.033) })

    expect(metric?.verdict).toBe('slightly-slower')
    expect(words).toEqual(['slightly-slower', 'slightly-slower', 'slightly-slower', 'improvement'])
  })

  it('is none where nothing changed', () => {
    const found = [1, 2, 3, 4, 5].map((seed) => itl({ seed, pairs: 5 }).metric?.verdict)

    expect(found).toEqual(found.map(() => 'no-change'))
  })
})
