import { z } from 'zod'
import type { FindingKind } from '../verdict/findings.js'
import type { Judgement } from '../verdict/judgement.js'
import { verdicts } from '../verdict/words.js'

const findingKinds = [
  'input',
  'missing',
  'partly-missing',
  'incomplete-pair',
  'single-run',
  'saturated',
  'disturbed',
  'instability',
  'stale-calibration',
  'calibration',
  'opposite-cells',
  'drift',
  'order-effect',
  'bimodal',
  'single-launch',
  'identical-values',
] as const satisfies readonly FindingKind[]

const verdict = z.enum(verdicts)
const better = z.enum(['higher', 'lower'])
const count = z.int().nonnegative()
const byArm = z.strictObject({ main: count, pr: count })

/** As fractions, + is faster; the interval is of 95 %, unadjusted. */
const change = { change: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }

const metricJudgement = z.strictObject({
  metric: z.string(),
  unit: z.string(),
  better,
  saturated: z.boolean().exactOptional(),
  gating: z.boolean(),
  judged: z.boolean(),
  verdict,
  margin: z.number(),
  pairs: count,
  ...change,
  p: z.number().nullable(),
  bound: z.number().nullable(),
  worst: z.strictObject({ case: z.string(), change: z.number(), verdict }).nullable(),
  pairsNeeded: count.nullable(),
  noise: z.strictObject({
    launch: z.number().nullable(),
    within: z.number().nullable(),
    pair: z.number().nullable(),
    detectable: z.number().nullable(),
  }),
  reason: z.string(),
  sentence: z.string(),
})

const cellJudgement = z.strictObject({
  case: z.string(),
  metric: z.string(),
  unit: z.string(),
  better,
  gating: z.boolean(),
  verdict,
  ...change,
  main: z.number().nullable(),
  pr: z.number().nullable(),
  pairs: count,
  reason: z.string(),
})

const stageJudgement = z.strictObject({
  model: z.string(),
  benchmarkType: z.string(),
  verdict,
  pairs: count,
  attempts: count,
  pairsWanted: count,
  settled: z.boolean(),
  look: count.nullable(),
  stopped: z.string(),
  launches: count,
  disturbed: byArm,
  disturbedPairs: z.array(z.strictObject({ pair: count, attempt: count })),
  slowCases: byArm,
  metrics: z.array(metricJudgement),
  cells: z.array(cellJudgement),
  sentence: z.string(),
})

const finding = z.strictObject({
  kind: z.enum(findingKinds),
  sentence: z.string(),
  model: z.string().nullable(),
  benchmarkType: z.string().nullable(),
  metric: z.string().nullable(),
  case: z.string().nullable(),
  row: count.nullable(),
  column: z.string().nullable(),
})

/** A judgement as `results.json` holds it. */
export const judgementSchema: z.ZodType<Judgement> = z.strictObject({
  verdict,
  stages: z.array(stageJudgement),
  findings: z.array(finding),
  threshold: z.number(),
  looks: z.array(count),
})
