import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { RunRecord } from '../../src/run/record.js'

/** What SGLang measures of an offline case. */
const metricsOfCase = 6

/** A finished run with so many offline stages, cases a stage and pairs, its values from a generator. */
export function largeRecord(size: {
  readonly stages: number
  readonly cases: number
  readonly pairs: number
}): { record: RunRecord; cells: number } {
  const plan = demoPlan({ looks: [size.pairs] })
  const [first] = plan.stages
  if (first === undefined) throw new Error('the fixture has no stage')
  const cases = Array.from({ length: size.cases }, (_, index) => {
    const shape = { batchSize: 1 + (index % 250), inputLength: 1024 * (1 + Math.floor(index / 250)) }
    const name = `TP=8, BS=${shape.batchSize}, IL=${shape.inputLength}, OL=128`
    return { name, ...shape, tensorParallel: 8, outputLength: 128, flags: [] }
  })
  const stages = Array.from({ length: size.stages }, (_, index) => {
    const model = `model${index}`
    return { ...first, name: `${model}/offline`, model, recipe: { ...first.recipe, name: model }, cases }
  })
  const record = demoRecord({ plan: { ...plan, stages }, pairs: size.pairs })
  return { record: { ...record, ending: 'finished' }, cells: size.stages * size.cases * metricsOfCase }
}
