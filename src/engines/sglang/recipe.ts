import { z } from 'zod'
import { benchmarkModeSchema } from '../../comparison/benchmark-type.js'
import {
  expectedSchema,
  flagsSchema,
  imageRecipeShape,
  marginSchema,
  recipeShape,
  secondsSchema,
} from '../../comparison/recipe.js'
import { onlineLoadName } from '../online-cases.js'
import { onlineSection } from '../online-section.js'
import { metricNameSchema, sizesSchema } from '../recipe-parts.js'
import { onlineMetrics } from '../online-metrics.js'
import { offlineMetrics } from './metrics.js'

const folderName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, ., - and _ only')
const metricName = metricNameSchema([...offlineMetrics, ...onlineMetrics])

/** The lists are crossed. */
const offlineCaseGroup = z.strictObject({
  batchSize: sizesSchema,
  inputLength: sizesSchema,
  outputLength: sizesSchema,
  flags: flagsSchema,
})

const offlineRecipe = z.strictObject({
  flags: flagsSchema,
  cases: z.array(offlineCaseGroup).min(1),
  /** Cases of `--mode long_context` and `--mode dummy`, in place of `cases`. */
  modes: z
    .partialRecord(
      benchmarkModeSchema.exclude(['normal']),
      z.strictObject({ flags: flagsSchema, cases: z.array(offlineCaseGroup).min(1) }),
    )
    .default({}),
  /** One process a case, as the historical tool did: its absolute numbers compare with old ones. */
  isolateCases: z.boolean().default(false),
  /** How often the list of cases is given to a process; the first pass warms and is not counted. */
  passes: z.int().min(2).max(20).default(4),
  expected: expectedSchema,
  /** A process that runs longer, counted from its container's start, is stopped. */
  processDeadlineSeconds: secondsSchema.default(7200),
})

/**
 * Medians of other hardware, by case and metric: `request rate 1: { ttft_median: 102.0 }`, in milliseconds.
 */
const reference = z.strictObject({
  /** What the rows are called in the historical file: `H100`. */
  label: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$/, 'letters, digits, spaces, ., - and _ only'),
  cases: z.record(z.string(), z.partialRecord(metricName, z.number().positive())),
})

const onlineRecipe = onlineSection
  .extend({
    /**
     * A ShareGPT file on the host, whose texts the prompts are cut from. For load generators that cannot make
     * prompts up (`random-ids`); it holds at least as many conversations as a case has prompts.
     */
    dataset: z
      .string()
      .regex(/^(\/|\.\.?\/)/, 'a path on the host: absolute, or from the recipe with ./ or ../')
      .exactOptional(),
    /** Until a server's cache of prompts is empty: it refuses while requests run. */
    flushDeadlineSeconds: secondsSchema.default(120),
    reference: reference.exactOptional(),
  })
  .superRefine(({ cases, reference: given }, context) => {
    const known = cases.flatMap(({ requestRate = [], maxConcurrency = [] }) => [
      ...requestRate.map((rate) => onlineLoadName({ requestRate: rate })),
      ...maxConcurrency.map((most) => onlineLoadName({ maxConcurrency: most })),
    ])
    for (const name of Object.keys(given?.cases ?? {})) {
      if (known.some((load) => name === load || name.startsWith(`${load}, `))) continue
      const message = `no such case; the cases are ${known.join(', ')}`
      context.addIssue({ code: 'custom', path: ['reference', 'cases', name], message })
    }
  })

/** A recipe of a model on SGLang. */
export const sglangRecipeSchema = z.strictObject({
  ...recipeShape,
  engine: z.literal('sglang').default('sglang'),
  image: z.strictObject(imageRecipeShape),
  margins: z.partialRecord(metricName, marginSchema).default({}),
  /** The names that the historical tool's folders and files carry. */
  historical: z.strictObject({
    model: folderName,
    variant: folderName,
    backendColumn: z.boolean().default(true),
  }),
  /**
   * Attention on AMD GPUs by an image's name and date. `by-image`: `--attention-backend` and the variable
   * that turns AITER on; `variable`: that variable alone, where the engine chooses the backend better by
   * itself; `engine`: neither. What `flags` and `environment` name goes before it.
   */
  attention: z.enum(['by-image', 'variable', 'engine']).default('engine'),
  offline: offlineRecipe.exactOptional(),
  online: onlineRecipe.exactOptional(),
})

export type SglangRecipe = z.infer<typeof sglangRecipeSchema>
export type OfflineRecipe = z.infer<typeof offlineRecipe>
export type OnlineRecipe = z.infer<typeof onlineRecipe>
