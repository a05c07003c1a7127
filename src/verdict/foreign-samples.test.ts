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
  expect(findings[0]).toMatchObject({
    kind: 'input',
    column: 'unit',
    metric: first?.metric,
    fault: { kind: 'other-unit', value: '"other/s"', row: 2, known: `"${first?.unit ?? ''}"` },
  })
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
  const fault = { kind: 'other-host', arm: 'pr', pair: 1, value: '"host of pr"', known: '"host of main"' }
  expect(found[0]).toMatchObject({ fault })
})

it.each([
  [{ pair: '1' }, 'pair', { kind: 'unreadable', value: '"1"', expected: 'count' }],
  [{ value: '5' }, 'value', { kind: 'no-number', value: '"5"' }],
  [{ valid: 'false' }, 'valid', { kind: 'unreadable', value: '"false"', expected: 'truth' }],
])('tells text from the number or truth that it looks like: %o', (part, column, fault) => {
  const [found] = inputs(good.map((sample, index) => (index === 0 ? { ...sample, ...part } : sample)))

  expect(found).toMatchObject({ row: 2, column, fault })
})

it('names a metric without a name', () => {
  const [higher] = good.filter(({ better }) => better === 'higher')
  const [lower] = good.filter(({ better }) => better === 'lower')

  const [found] = inputs([higher, lower].map((sample) => ({ ...sample, metric: '' })))

  const fault = { kind: 'other-direction', value: 'lower', row: 2, known: 'higher' }
  expect(found).toMatchObject({ row: 3, column: 'better', metric: '', fault })
})
