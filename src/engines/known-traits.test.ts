import { expect, it } from 'vitest'
import type { Sample } from '../comparison/samples.js'
import { makeSamples } from '../verdict/make-samples.fixture.js'
import { engineDefinitions } from './registry.js'
import { otherDirection, withKnownTraits } from './known-traits.js'

const sampleOf = (metric: string, benchmarkType: string): Sample => {
  const metrics = [{ metric, unit: 'ms', better: 'lower', level: 100 }] as const
  const [sample] = makeSamples({ benchmarkType, metrics })
  if (sample === undefined) throw new Error('no sample')
  return sample
}

it('gives samples of before the traits that their metric has now', () => {
  const [sample] = withKnownTraits([sampleOf('ttft_median', 'online')])

  expect(sample).toMatchObject({ role: 'deciding', whenSaturated: 'shown', leastMargin: 0.1 })
})

it.each([
  ['a metric that no engine defines', sampleOf('my_latency', 'online')],
  ['a benchmark type of another program', sampleOf('ttft_median', 'serving')],
  ['a role that is told', { ...sampleOf('ttft_median', 'online'), role: 'judged' as const }],
])('leaves %s alone', (_, sample) => {
  expect(withKnownTraits([sample])).toEqual([sample])
})

it('finds a known metric that is said to be better the other way', () => {
  const right = sampleOf('ttft_median', 'online')
  const wrong = { ...right, better: 'higher' as const }

  expect(otherDirection([right, wrong])).toMatchObject({ index: 1, metric: { better: 'lower' } })
  expect(otherDirection([right, { ...wrong, metric: 'my_latency' }])).toBeUndefined()
  expect(
    otherDirection([
      { ...right, benchmarkType: '' },
      { ...wrong, benchmarkType: '' },
    ])?.index,
  ).toBe(1)
})

it('knows one direction for each name, whatever the engine and the benchmark type', () => {
  const metrics = engineDefinitions.flatMap((engine) => Object.values(engine.metrics).flat())
  const directions = new Set(metrics.map(({ name, better }) => `${name} ${better}`))

  expect(directions.size).toBe(new Set(metrics.map(({ name }) => name)).size)
})
