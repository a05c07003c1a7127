import { z } from 'zod'
import { betterSchema, metricTraitsSchema } from '../comparison/metric.js'
import { OptionError } from './options.js'

/** Samples that are no list at all; what is wrong with one of a list is told by its row instead. */
export class SamplesError extends Error {
  override readonly name = 'SamplesError'
}

/** @throws SamplesError, for anything but a list, with what one holds. */
export function checkSamples(samples: unknown): void {
  if (Array.isArray(samples)) return
  throw new SamplesError(
    `judge takes a list of samples, objects with case, metric, better, pair, arm and value (one value of one launch each), not ${kindOf(samples)}; of a file of them, prbench verdict FILE reads CSV`,
  )
}

const texts = z.array(z.string())
const margins = z.record(z.string(), z.number())
const variance = z.object({
  model: z.string(),
  benchmarkType: z.string(),
  metric: z.string(),
  variance: z.number().nonnegative(),
  df: z.number().nonnegative(),
  agreesOverDays: z.boolean().optional(),
  history: z
    .object({ launches: z.int().nonnegative(), disturbed: z.int().nonnegative() })
    .refine(({ launches, disturbed }) => disturbed <= launches, 'more launches are disturbed than there are')
    .optional(),
})
const plannedStage = z.object({
  model: z.string(),
  benchmarkType: z.string(),
  cases: texts,
  metrics: z.array(
    z.object({
      metric: z.string(),
      unit: z.string(),
      better: betterSchema,
      ...metricTraitsSchema.partial().shape,
    }),
  ),
  margins: margins.optional(),
})
const optionsSchema = z.strictObject({
  threshold: z.number().optional(),
  margins: margins.optional(),
  looks: z.array(z.number()).optional(),
  calibration: z.array(variance).optional(),
  planned: z.array(plannedStage).optional(),
  final: z.boolean().optional(),
  checks: z.boolean().optional(),
})

/**
 * @throws OptionError, naming the option whose form is not that of `JudgeOptions`, or that none is called
 * so.
 */
export function checkOptions(options: unknown): void {
  const [issue] = optionsSchema.safeParse(options).error?.issues ?? []
  if (issue === undefined) return
  const where = issue.path.length === 0 ? 'the options of judge' : issue.path.join('.')
  throw new OptionError(`${where}: ${issue.message}`)
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return `a value of type ${typeof value}`
}
