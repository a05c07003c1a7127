import { expect, it } from 'vitest'
import { finding, findingSchema, shorten } from './findings.js'

const single = { kind: 'single-run' } as const
const input = { kind: 'input', fault: { kind: 'no-sample' } } as const
const many = (facts: typeof single | typeof input, model: string | null) =>
  Array.from({ length: 25 }, (_, row) => finding(facts, { model, row }))

it('cuts what is found alike of each stage, so that one stage costs another no note', () => {
  const kept = shorten([...many(single, 'first'), ...many(single, 'second')])

  expect(kept.filter(({ model }) => model === 'first')).toHaveLength(21)
  expect(kept.filter(({ model }) => model === 'second')).toHaveLength(21)
  expect(kept.at(-1)).toMatchObject({ kind: 'more', model: 'second', of: 'single-run', count: 5 })
})

it('cuts what is wrong with rows of the file over all of its stages', () => {
  const kept = shorten([...many(input, 'first'), ...many(input, null)])

  expect(kept).toHaveLength(21)
  expect(kept.at(-1)).toMatchObject({ kind: 'more', model: null, of: 'input', count: 30 })
})

it('takes the sentence of a record of before for what was found', () => {
  const place = { model: 'grok', benchmarkType: 'offline', metric: null, case: null, row: null, column: null }

  const found = findingSchema.parse({ kind: 'drift', sentence: 'speed drifted', ...place })

  expect(found).toEqual({ kind: 'text', text: 'speed drifted', sentence: 'speed drifted', ...place })
})
