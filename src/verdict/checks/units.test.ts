import { expect, it } from 'vitest'
import { judge } from '../judge.js'
import { makeSamples } from '../make-samples.fixture.js'

const metrics = [{ metric: 'itl_median', unit: 'ms', better: 'lower', level: 20 }] as const

it.each([
  [1 / 1000 - 1, { times: 1000, larger: 'pr' }],
  [60 * 1.02 - 1, { times: 60, larger: 'main' }],
  [1 / 1_048_576 - 1, { times: 1_048_576, larger: 'pr' }],
])('notes a change of %d in every case as one of the unit', (change, facts) => {
  const { findings } = judge(makeSamples({ metrics, change: () => change }))

  expect(findings.find(({ kind }) => kind === 'unit-factor')).toMatchObject({
    metric: 'itl_median',
    ...facts,
  })
})

it('notes nothing where a case differs otherwise', () => {
  const change = (name: string) => (name === 'BS=1' ? 0.5 : 999)

  const { findings } = judge(makeSamples({ metrics, change }))

  expect(findings.some(({ kind }) => kind === 'unit-factor')).toBe(false)
})
