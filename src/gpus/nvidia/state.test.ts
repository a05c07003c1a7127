import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNvidiaSmi } from './state.js'

const header = 'index, utilization.gpu [%], memory.used [MiB], memory.total [MiB], name'

describe('parseNvidiaSmi', () => {
  it('reads a row a GPU, with units', () => {
    const output = `${header}\n0, 98 %, 7168 MiB, 14336 MiB, Tesla T4\n1, 0 %, 0 MiB, 14336 MiB, Tesla T4\n`

    expect(parseNvidiaSmi(output)).toEqual([
      { number: 0, vramPercent: 50 },
      { number: 1, vramPercent: 0 },
    ])
  })

  it('reads a name with commas, and nothing from what the tool does not tell', () => {
    const output = `${header}\r\n3, [N/A], [Not Supported], 143771 MiB, NVIDIA H200, 141GB, SXM\r\n`

    expect(parseNvidiaSmi(output)).toEqual([{ number: 3, vramPercent: undefined }])
  })

  it('finds the columns by the header: other order, other units, a warning before it', () => {
    const output =
      'WARNING: infoROM is corrupted at gpu 0000:3B:00.0\nname, memory.total, memory.used, index\nNVIDIA L40S, 46068, 4606.8, 0\n'

    const [state] = parseNvidiaSmi(output)

    expect(state).toEqual({ number: 0, vramPercent: expect.closeTo(10) as number })
  })

  it.each([
    ['', 'has no header'],
    ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", 'has no header'],
    [header, 'lists no GPU'],
    ['No devices were found', 'has no header'],
    [`${header}\n[N/A], 1 %, 1 MiB, 2 MiB, H200`, 'lists no GPU'],
  ])('refuses %j', (output, why) => {
    expect(() => parseNvidiaSmi(output)).toThrow(why)
  })

  it('reads any rows as numbers that are numbers, or refuses them', () => {
    const value = fc.oneof(fc.constantFrom('[N/A]', 'ERR!', '7 %', '12 MiB', '0', ''), fc.string())
    const rows = fc.array(fc.array(value, { maxLength: 7 }).map((values) => values.join(', ')))
    fc.assert(
      fc.property(rows, (lines) => {
        let states
        try {
          states = parseNvidiaSmi([header, ...lines].join('\n'))
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          return
        }
        for (const { number, vramPercent = 0 } of states) {
          expect([number, vramPercent].every((each) => Number.isFinite(each) && each >= 0)).toBe(true)
        }
      }),
    )
  })
})
