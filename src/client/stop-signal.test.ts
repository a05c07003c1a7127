import { expect, it } from 'vitest'
import { withoutEchoes } from './stop-signal.js'

it('takes a signal that comes twice at once for one, and a later one for another', () => {
  const times = [1000, 1003, 3000]
  let calls = 0
  const react = withoutEchoes(
    () => {
      calls += 1
    },
    () => times.shift() ?? 0,
  )

  react()
  react()
  react()

  expect(calls).toBe(2)
})
