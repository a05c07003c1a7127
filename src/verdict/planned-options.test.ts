import { describe, expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { judgeOptionsOf } from './planned-options.js'

/** A plan whose recipes name these margins, one recipe a stage. */
function planWith(...margins: Record<string, number>[]) {
  const plan = demoPlan()
  const stages = plan.stages.map((stage, index) => {
    return { ...stage, recipe: { ...stage.recipe, margins: margins[index] ?? {} } }
  })
  return { ...plan, stages }
}

describe('how a plan is judged', () => {
  it('is what it was asked for and what it planned to measure', () => {
    const options = judgeOptionsOf(demoPlan())

    expect(options).toMatchObject({ threshold: 0.05, looks: [4], calibration: [] })
    expect(options.planned?.map(({ model, cases }) => [model, cases.length])).toEqual([
      ['grok', 5],
      ['deepseek', 1],
    ])
  })

  it('takes the margins of each recipe for its own stages', () => {
    const margins = [{ prefill_latency: 0.1, decode_latency: 0.03 }, { prefill_latency: 0.08 }]

    const { planned } = judgeOptionsOf(planWith(...margins))

    expect(planned?.map((stage) => stage.margins)).toMatchObject(margins)
  })

  it('takes the margin of a latency for its throughput, and the other way round, unless that has its own', () => {
    const margins = { e2e_throughput: 0.2, decode_latency: 0.03, decode_throughput: 0.04 }

    const { planned } = judgeOptionsOf(planWith(margins))

    expect(planned?.map((stage) => stage.margins)).toEqual([{ ...margins, e2e_latency: 0.2 }, {}])
  })
})
