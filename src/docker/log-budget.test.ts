import { expect, it } from 'vitest'
import { LogBudget } from './log-budget.js'

const message = { stream: 'stdout', bytes: Buffer.alloc(10), start: 0, end: 10 } as const

it('admits messages up to its bytes, and tells the first one beyond', () => {
  const budget = new LogBudget(25)

  const admitted = Array.from({ length: 5 }, () => budget.admit(message))

  expect(admitted).toEqual(['within', 'within', 'first-beyond', 'beyond', 'beyond'])
})

it('is exhausted beyond four times its bytes', () => {
  const budget = new LogBudget(10)

  const exhausted = Array.from({ length: 5 }, () => {
    budget.admit(message)
    return budget.isExhausted
  })

  expect(exhausted).toEqual([false, false, false, false, true])
})
