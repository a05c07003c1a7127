import { describe, expect, it } from 'vitest'
import { calibrate } from './calibrate.js'

describe('calibrate', () => {
  it.each([['0'], ['1'], ['01']])('refuses %s pairs, which show no noise', async (pairs) => {
    await expect(calibrate({ pairs })).rejects.toThrow('2 or more')
  })

  it.each([[true], ['true'], ['yes']] as const)(
    'asks for the image of --skip-build=%s by the flag that it has',
    async (skipBuild) => {
      await expect(calibrate({ skipBuild })).rejects.toThrow('add --image NAME')
    },
  )
})
