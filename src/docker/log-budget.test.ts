import { expect, it } from 'vitest'
import { createLogBudget } from './log-budget.js'

const line = { stream: 'stdout', text: 'x', time: '' } as const
const frame = { stream: 'stdout', payload: Buffer.alloc(10) } as const

it('hands lines on up to its bytes, then says once that it does no more', () => {
  const budget = createLogBudget(25)

  const texts = Array.from({ length: 5 }, () => {
    budget.count(frame)
    return budget.admit(line)?.text
  })

  expect(texts).toEqual([
    'x',
    'x',
    '…[more than 25 bytes were printed: the rest is not kept]',
    undefined,
    undefined,
  ])
})

it('is exhausted beyond four times its bytes', () => {
  const budget = createLogBudget(10)

  const exhausted = Array.from({ length: 5 }, () => {
    budget.count(frame)
    return budget.isExhausted()
  })

  expect(exhausted).toEqual([false, false, false, false, true])
})
