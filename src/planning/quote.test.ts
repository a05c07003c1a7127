import { describe, expect, it } from 'vitest'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import { demoPlan, plannedStage } from '../../test/fixtures/record.js'
import { quoteOf } from './quote.js'
import { accuracyRecipeSchema } from '../comparison/accuracy-recipe.js'
import { requestSchema } from '../comparison/request.js'

const looks = [3, 4, 5, 6, 8, 10]
const noise = {
  benchmarkType: 'offline',
  variance: 0.004 ** 2,
  df: 9,
  agreesOverDays: false,
  host: 'h',
  days: [],
}
const metrics = ['e2e_throughput', 'prefill_latency', 'decode_latency']

describe('a quote', () => {
  it('counts launches, host hours and GPU hours at most and where nothing changed', () => {
    const { most, expected, stages } = quoteOf(demoPlan({ looks }))

    // Two stages of ten pairs, launches of 480 s, 8 GPUs, one host.
    expect(most.launches).toBe(40)
    expect(most.hostHours).toBeCloseTo((40 * 480) / 3600, 10)
    expect(most.elapsedHours).toBeCloseTo(most.hostHours, 10)
    expect(most.gpuHours).toBeCloseTo(8 * most.hostHours, 10)
    expect(expected.launches).toBeGreaterThanOrEqual(12)
    expect(expected.launches).toBeLessThan(most.launches)
    expect(stages[0]).toMatchObject({
      name: 'grok/offline',
      gpus: 8,
      launchSeconds: 480,
      launchesSeen: 0,
      mostPairs: 10,
    })
  })

  it('names what unmeasured launches of new images cost beside the pairs', () => {
    const plan = demoPlan({ looks })
    const jit = { folders: ['/root/.aiter'], priming: true, primingDeadlineSeconds: 600 }
    const stages = plan.stages.map((stage) => {
      return { ...stage, ...plannedStage({ ...stage.recipe, jit }, stage.benchmarkType) }
    })
    const unprimed = plan.stages.map((stage) => {
      return { ...stage, ...plannedStage(stage.recipe, stage.benchmarkType) }
    })

    const primed = quoteOf({ ...plan, stages })

    expect(primed.priming.launches).toBe(2 * stages.length)
    expect(primed.priming.hostHours).toBeGreaterThan(0)
    expect(primed.most).toEqual(quoteOf({ ...plan, stages: unprimed }).most)
    expect(quoteOf(plan).priming).toEqual({ launches: 0, hostHours: 0 })
  })

  it('adds the accuracy test to the first pair of an online stage alone', () => {
    const plan = demoPlan({ looks })
    const stages = plan.stages.map(({ host }) => ({ ...onlineStagePlan('grok'), host }))
    const expectedSeconds = 72
    const asked = stages.map((stage) => ({
      ...stage,
      accuracy: { ...accuracyRecipeSchema.parse({ threshold: 0.8 }), repeats: 5, expectedSeconds },
    }))
    const unasked = stages.map((stage) => {
      const rest = { ...stage }
      delete rest.accuracy
      return rest
    })

    const more =
      quoteOf({ ...plan, stages: asked }).most.hostHours -
      quoteOf({ ...plan, stages: unasked }).most.hostHours

    expect(more).toBeCloseTo((stages.length * 2 * 5 * expectedSeconds) / 3600, 10)
  })

  it('lets hosts work side by side', () => {
    const plan = demoPlan({ looks })
    const spread = {
      ...plan,
      stages: plan.stages.map((stage, index) => ({ ...stage, host: `h${index}` })),
    }

    const { most } = quoteOf(spread)

    expect(most.elapsedHours).toBeCloseTo(most.hostHours / 2, 10)
  })

  it('says what each look can see, from the calibration where there is one', () => {
    const calibration = metrics.map((metric) => ({ ...noise, model: 'grok', metric }))

    const [grok, deepseek] = quoteOf(demoPlan({ looks, calibration })).stages

    for (const metric of grok?.metrics ?? [])
      expect(metric).toMatchObject({ calibrated: true, pairSd: 0.004 })
    for (const metric of deepseek?.metrics ?? []) expect(metric.calibrated).toBe(false)
    const seen = grok?.metrics[0]?.looks.flatMap(({ change }) => (change === undefined ? [] : [change])) ?? []
    expect(seen).toHaveLength(5)
    expect([...seen].sort((left, right) => right - left)).toEqual(seen)
    expect(grok?.expectedPairs).toBeLessThan(deepseek?.expectedPairs ?? 0)
  })

  it('offers more pairs, which see smaller changes and cost more', () => {
    const { larger, most, stages } = quoteOf(demoPlan({ looks }))

    expect(larger.map(({ maxPairs }) => maxPairs)).toEqual([15, 20])
    const now = stages[0]?.metrics[0]?.looks.at(-1)?.change ?? 0
    const [first, second] = larger.map(({ detectable }) => detectable[0]?.[0] ?? 1)
    expect(first).toBeLessThan(now)
    expect(second).toBeLessThan(first ?? 0)
    expect(larger[0]?.most.launches).toBe(1.5 * most.launches)
  })

  it('of a single pair promises nothing', () => {
    const request = requestSchema.parse({ repository: 'o/r', pullRequest: 7, historical: true })

    const { stages, larger } = quoteOf(demoPlan({ looks: [1], request }))

    expect(stages[0]?.metrics[0]?.looks).toEqual([{ pairs: 1, change: undefined }])
    expect(larger.map(({ maxPairs }) => maxPairs)).toEqual([4, 6])
  })
})
