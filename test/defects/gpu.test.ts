/** The defect of the historical tool in how it made sure of idle GPUs: these tests fail on what it did. */
import { describe, expect, it } from 'vitest'
import { ourLabels } from '../../src/docker/container-identity.js'
import { parseRocmSmi } from '../../src/gpus/amd/state.js'
import { gpuBusy } from '../../src/gpus/busy.js'

const card = (use: string, memory: string) => ({ 'GPU use (%)': use, 'GPU Memory Allocated (VRAM%)': memory })

describe('defect 10: the idle check compares header words, stops all containers, and goes on regardless', () => {
  it('compares numbers, of which 9 is less than 10 though "9" is not less than "10"', () => {
    const states = parseRocmSmi(JSON.stringify({ system: { 'Driver version': '6' }, card0: card('0', '9') }))

    expect(gpuBusy(states, { vramPercent: 10 })).toBeUndefined()
    expect(gpuBusy(states, { vramPercent: 5 })).toBe('GPU 0 has 9 % of its memory in use (limit 5 %)')
  })

  it.each([
    ['a header in place of numbers', { card0: card('GPU use (%)', 'GPU memory use (%)') }],
    ['no memory', { card0: { 'GPU use (%)': '0' } }],
    ['a GPU with a fault: 0 % busy, 75 % of its memory held', { card0: card('0', '75') }],
  ])('takes %s for busy', (_, output) => {
    expect(gpuBusy(parseRocmSmi(JSON.stringify(output)), { vramPercent: 5 })).toBeTruthy()
  })

  it('does not go on where no GPU tells its state', () => {
    expect(gpuBusy([], { vramPercent: 5 })).toBe('no GPU reported its state')
    expect(() => parseRocmSmi('ERROR: no AMD GPUs found')).toThrow('The output of rocm-smi is not JSON')
  })

  it('asks the Engine for no containers but its own, whatever else it asks for', () => {
    expect(ourLabels({})).toEqual(['prbench.comparison'])
    expect(ourLabels({ host: 'mi300x-01' })[0]).toBe('prbench.comparison')
  })
})
