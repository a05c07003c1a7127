import { expect, it } from 'vitest'
import { finding, shorten } from './findings.js'

const many = (kind: 'identical-values' | 'input', model: string | null) =>
  Array.from({ length: 25 }, (_, index) => finding(kind, `${String(model)} ${index}`, { model }))

it('cuts what is found alike of each stage, so that one stage costs another no note', () => {
  const kept = shorten([...many('identical-values', 'first'), ...many('identical-values', 'second')])

  expect(kept.filter(({ model }) => model === 'first')).toHaveLength(21)
  expect(kept.filter(({ model }) => model === 'second')).toHaveLength(21)
  expect(kept.at(-1)).toMatchObject({
    model: 'second',
    sentence: '5 more of this kind (identical-values) are not listed',
  })
})

it('cuts what is wrong with rows of the file over all of its stages', () => {
  const kept = shorten([...many('input', 'first'), ...many('input', null)])

  expect(kept).toHaveLength(21)
  expect(kept.at(-1)).toMatchObject({
    model: null,
    sentence: '30 more of this kind (input) are not listed',
  })
})
