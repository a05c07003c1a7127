import { expect, it } from 'vitest'
import { pause } from './pause.js'

it('ends when it is woken', async () => {
  const begin = Date.now()

  await pause(60_000, { wake: Promise.resolve() })

  expect(Date.now() - begin).toBeLessThan(30_000)
})

it('rejects with the reason of the signal, unchanged', async () => {
  const cancel = new AbortController()
  const reason = new Error('cancelled')

  const pausing = pause(60_000, { signal: cancel.signal, wake: new Promise(() => undefined) })
  cancel.abort(reason)

  await expect(pausing).rejects.toBe(reason)
})
