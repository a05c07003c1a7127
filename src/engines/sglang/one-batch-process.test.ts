import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measuredCases, planProcesses } from './one-batch-process.js'
import type { ProcessCase } from './one-batch-process.js'
import { crossShapes, shapeText } from './one-batch-shape.js'

const together = { isolate: false, passes: 4 }
const plain = { tensorParallel: 8, flags: ['--quantization', 'fp8'] }

function cases(
  lists: readonly [number[], number[], number[]],
  settings: Omit<ProcessCase, 'batchSize' | 'inputLength' | 'outputLength'> = plain,
): ProcessCase[] {
  return crossShapes(...lists).map((shape) => ({ ...shape, ...settings }))
}

describe('planProcesses', () => {
  it('loads Grok-1 three times: the two largest batches have memory flags of their own', () => {
    const grok = [
      ...cases([[1, 2, 4, 8, 16, 32, 64], [1024], [128]]),
      ...cases([[128], [1024], [128]], { ...plain, flags: ['--mem-fraction-static', '0.85'] }),
      ...cases([[256], [1024], [128]], { ...plain, flags: ['--mem-fraction-static', '0.75'] }),
    ]

    const processes = planProcesses(grok, together)

    expect(processes.map((process) => process.batchSizes)).toEqual([[1, 2, 4, 8, 16, 32, 64], [128], [256]])
  })

  it('runs the long contexts in one process', () => {
    const processes = planProcesses(cases([[1], [8192, 16384, 32768], [10]]), together)

    expect(processes).toMatchObject([
      { batchSizes: [1], inputLengths: [8192, 16384, 32768], outputLengths: [10], passes: 4 },
    ])
  })

  it('gives every case a process of its own where absolute numbers are to compare with old ones', () => {
    const processes = planProcesses(cases([[1, 2, 4], [1024], [128]]), { isolate: true, passes: 1 })

    expect(processes.map((process) => process.batchSizes)).toEqual([[1], [2], [4]])
  })

  it('measures no shape that was not asked for', () => {
    const staircase = [...cases([[1, 2, 4], [128], [32]]), ...cases([[1], [4096], [32]])]

    const processes = planProcesses(staircase, together)

    expect(processes.map((process) => process.cases.map(shapeText))).toEqual([
      ['(1, 128, 32)', '(2, 128, 32)', '(4, 128, 32)'],
      ['(1, 4096, 32)'],
    ])
  })

  it('keeps cases apart whose flags or tensor parallelism differ', () => {
    const [one = cases([[1], [128], [32]])[0]] = cases([[1], [128], [32]])
    if (!one) throw new Error('no case')

    const processes = planProcesses(
      [
        one,
        { ...one, batchSize: 2 },
        { ...one, batchSize: 4, flags: [] },
        { ...one, batchSize: 8, tensorParallel: 1 },
      ],
      together,
    )

    expect(processes.map((process) => process.batchSizes)).toEqual([[1, 2], [4], [8]])
  })

  it('plans what is left after a crash in the same way', () => {
    const left = cases([[1, 2, 4, 8], [128], [32]]).filter((one) => one.batchSize !== 4)

    const processes = planProcesses(left, together)

    expect(processes.map((process) => process.batchSizes)).toEqual([[1, 2, 8]])
  })

  const anyCase = fc.record({
    batchSize: fc.constantFrom(1, 2, 4, 8),
    inputLength: fc.constantFrom(128, 1024, 8192),
    outputLength: fc.constantFrom(1, 10, 128),
    tensorParallel: fc.constantFrom(1, 8),
    flags: fc.constantFrom<string[]>([], ['--mem-fraction-static', '0.85']),
  })
  const keyOf = (one: ProcessCase) => `${shapeText(one)} ${one.tensorParallel} ${one.flags.join(' ')}`

  it('measures every case exactly once a pass, in the order of the crossed lists', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 40 }), fc.boolean(), (wanted, isolate) => {
        const processes = planProcesses(wanted, { isolate, passes: 3 })

        const planned = processes.flatMap((process) => process.cases.map(keyOf))
        expect(planned.toSorted()).toEqual([...new Set(wanted.map(keyOf))].sort())
        for (const process of processes) {
          const batchSizes = [process.batchSizes, process.batchSizes, process.batchSizes].flat()
          const measured = crossShapes(batchSizes, process.inputLengths, process.outputLengths)
          expect(measuredCases(process).map(shapeText)).toEqual(measured.map(shapeText))
        }
      }),
    )
  })

  it('plans the same for the same list', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 40 }), (wanted) => {
        expect(planProcesses(wanted, together)).toEqual(planProcesses([...wanted], together))
      }),
    )
  })
})
