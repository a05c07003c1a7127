import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmdSmi, parseRocmSmi } from './state.js'

describe('parseRocmSmi', () => {
  it('reads the strings of each card and leaves what is no card', () => {
    const output = JSON.stringify({
      card0: { 'GPU use (%)': '0', 'GPU Memory Allocated (VRAM%)': '3', 'Memory Activity': 'N/A' },
      card1: { 'GPU use (%)': '97', 'GPU Memory Allocated (VRAM%)': '75' },
      system: { 'Driver version': '6.10.5' },
    })

    const states = parseRocmSmi(output)

    expect(states).toEqual([
      { number: 0, vramPercent: 3 },
      { number: 1, vramPercent: 75 },
    ])
  })

  it('does not mind a warning before the JSON', () => {
    const output =
      'WARNING: AMD GPU device(s) is/are in a low-power state.\n\n{"card0": {"GPU use (%)": "1"}}\n'

    const states = parseRocmSmi(output)

    expect(states).toEqual([{ number: 0, vramPercent: undefined }])
  })

  it.each(['', '{}', '[]', '{"system": {}}', 'No AMD GPUs found'])('refuses %j', (output) => {
    expect(() => parseRocmSmi(output)).toThrow()
  })
})

describe('parseAmdSmi', () => {
  const gpus = [
    {
      gpu: 0,
      usage: { gfx_activity: { value: 100, unit: '%' }, umc_activity: 'N/A' },
      mem_usage: { total_vram: { value: 196592, unit: 'MB' }, used_vram: { value: 283, unit: 'MB' } },
    },
    {
      gpu: 1,
      usage: 'N/A',
      mem_usage: { total_vram: { value: 196592, unit: 'MB' }, used_vram: { value: 'N/A', unit: 'MB' } },
    },
    { gpu: 2, usage: { gfx_activity: 'N/A' }, mem_usage: 'N/A' },
  ]

  it.each([
    ['an array', gpus],
    ['an object that holds the array', { gpu_data: gpus }],
  ])('reads %s, where any node may be N/A', (_shape, root) => {
    const states = parseAmdSmi(JSON.stringify(root))

    expect(states).toEqual([
      { number: 0, vramPercent: (100 * 283) / 196592 },
      { number: 1, vramPercent: undefined },
      { number: 2, vramPercent: undefined },
    ])
  })

  it.each([0, 5e-324])('knows no share of a memory of %d', (total) => {
    const memory = { total_vram: { value: total }, used_vram: { value: 283 } }

    expect(parseAmdSmi(JSON.stringify([{ gpu: 0, mem_usage: memory }]))).toEqual([
      { number: 0, vramPercent: undefined },
    ])
  })

  it.each(['', '{}', '[]', '"N/A"', '{"gpu_data": "N/A"}'])('refuses %j', (output) => {
    expect(() => parseAmdSmi(output)).toThrow()
  })
})

describe('any output', () => {
  it.each([
    ['rocm-smi', parseRocmSmi],
    ['amd-smi', parseAmdSmi],
  ])('of %s is refused, or read as GPUs whose numbers are numbers', (_tool, parse) => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), gpuShaped()), (output) => {
        let states
        try {
          states = parse(output)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          return
        }
        expect(states.length).toBeGreaterThan(0)
        for (const { vramPercent = 0 } of states) {
          expect(Number.isFinite(vramPercent) && vramPercent >= 0).toBe(true)
        }
      }),
    )
  })
})

function gpuShaped(): fc.Arbitrary<string> {
  const leaf = fc.oneof(fc.constant('N/A'), fc.integer(), fc.double(), fc.integer().map(String))
  const value = fc.record({ value: leaf }, { requiredKeys: [] })
  const amdGpu = fc.record({
    gpu: leaf,
    mem_usage: fc.oneof(leaf, fc.record({ total_vram: value, used_vram: value })),
  })
  const rocmCard = fc.record({ 'GPU Memory Allocated (VRAM%)': leaf })
  return fc.oneof(
    fc.array(amdGpu).map((gpus) => JSON.stringify(gpus)),
    fc
      .array(rocmCard)
      .map((cards) => JSON.stringify(Object.fromEntries(cards.map((card, n) => [`card${n}`, card])))),
  )
}
