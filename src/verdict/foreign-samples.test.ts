import { expect, it } from 'vitest'
import type { Sample } from '../comparison/samples.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

const good = makeSamples({ pairs: 4 })
const inputs = (samples: readonly unknown[]) =>
  judge(samples as Sample[]).findings.filter(({ kind }) => kind === 'input')

it('never takes a change of units for a change of speed', () => {
  const [first] = good
  const samples = good.map((sample) =>
    sample.arm === 'pr' && sample.metric === first?.metric
      ? { ...sample, unit: 'other/s', value: (sample.value ?? 0) * 1000 }
      : sample,
  )

  const { stages, findings } = judge(samples)

  const metric = stages[0]?.metrics.find((one) => one.metric === first?.metric)
  expect(metric).toMatchObject({ verdict: 'missing', unit: first?.unit, change: null })
  expect(findings[0]).toMatchObject({ kind: 'input', column: 'unit' })
  expect(findings[0]?.sentence).toContain(
    `"other/s" where row 2 says "${first?.unit ?? ''}" for ${first?.metric ?? ''}; its value counts as missing`,
  )
})

it('takes the unit from the first value that tells one', () => {
  const unit = good[0]?.unit ?? ''
  const samples = good.map((sample, index) => (index < 3 ? { ...sample, unit: '' } : sample))

  const { stages } = judge(samples)

  expect(stages[0]?.metrics[0]).toMatchObject({ unit, verdict: 'no-change' })
  expect(inputs(samples)).toEqual([])
})

it('shows no unit where it is no text', () => {
  const { stages } = judge(good.map((sample) => ({ ...sample, unit: null })) as unknown as Sample[])

  expect(stages[0]?.metrics[0]).toMatchObject({ unit: '', verdict: 'no-change' })
})

it('says once a pair that its arms ran on different hosts', () => {
  const samples = good.map((sample) => ({ ...sample, host: `host of ${sample.arm}` }))

  const found = inputs(samples)

  expect(found.map(({ column }) => column)).toEqual(['host', 'host', 'host', 'host'])
  expect(found[0]?.sentence).toContain(
    'pr of pair 1 ran on "host of pr", an earlier row of that pair on "host of main": what the hosts differ in is part of the change',
  )
})

it.each([
  [{ pair: '1' }, 'pair', '"1" is no whole number from 1; the row is left out'],
  [{ value: '5' }, 'value', '"5" is no positive finite number; it counts as missing'],
  [{ valid: 'false' }, 'valid', '"false" is neither true nor false; the row is left out'],
])('tells text from the number or truth that it looks like: %o', (part, column, why) => {
  const [found] = inputs(good.map((sample, index) => (index === 0 ? { ...sample, ...part } : sample)))

  expect(found?.sentence).toBe(`row 2, column ${column}: ${why}`)
})

it('names a metric without a name', () => {
  const [higher] = good.filter(({ better }) => better === 'higher')
  const [lower] = good.filter(({ better }) => better === 'lower')

  const [found] = inputs([higher, lower].map((sample) => ({ ...sample, metric: '' })))

  expect(found?.sentence).toBe(
    'row 3, column better: "lower" where row 2 says "higher" for the metric without a name; the row is left out',
  )
})
