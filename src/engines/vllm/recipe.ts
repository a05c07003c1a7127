import { z } from 'zod'
import {
  expectedSchema,
  flagsSchema,
  imageRecipeShape,
  marginSchema,
  recipeShape,
  secondsSchema,
} from '../../comparison/recipe.js'
import { onlineMetrics } from '../online-metrics.js'
import { onlineSection } from '../online-section.js'
import { metricNameSchema, sizesSchema } from '../recipe-parts.js'
import { offlineMetrics } from './metrics.js'

const size = z.int().positive()

const lengths = { inputLength: size, outputLength: size, flags: flagsSchema }
const metricName = metricNameSchema([...offlineMetrics, ...onlineMetrics])

/** Batches by `vllm bench latency`, many requests at once by `vllm bench throughput`. */
const offlineSection = z
  .strictObject({
    flags: flagsSchema,
    /** One case for each size of a batch. */
    latency: z.array(z.strictObject({ batchSize: sizesSchema, ...lengths })).default([]),
    throughput: z.array(z.strictObject({ prompts: size, ...lengths })).default([]),
    /** How often a batch is run unmeasured, and then measured: a case's value is the median of the latter. */
    warmUpIterations: z.int().nonnegative().default(5),
    iterations: z.int().min(3).max(1000).default(15),
    expected: expectedSchema,
    /** A process that runs longer, counted from its container's start, is stopped. */
    processDeadlineSeconds: secondsSchema.default(7200),
  })
  .refine(
    ({ latency, throughput }) => latency.length + throughput.length > 0,
    'give latency or throughput cases',
  )

/** A recipe of a model on vLLM. There is no evaluator of accuracy in its images. */
export const vllmRecipeSchema = z
  .strictObject({
    ...recipeShape,
    engine: z.literal('vllm'),
    image: z.strictObject({
      ...imageRecipeShape,
      /**
       * Where the commit's tree has its Dockerfile: docker/Dockerfile.rocm, or docker/Dockerfile for NVIDIA's
       * GPUs.
       */
      dockerfile: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'a path in the repository')
        .default('docker/Dockerfile.rocm'),
      /** The Dockerfile's stage that becomes the image; the last one where none is named. */
      target: z
        .string()
        .regex(/^[a-z0-9._-]+$/)
        .exactOptional(),
      /** More build arguments: those that the Dockerfile does not declare are left out. */
      arguments: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string()).default({}),
    }),
    margins: z.partialRecord(metricName, marginSchema).default({}),
    offline: offlineSection.exactOptional(),
    online: onlineSection.exactOptional(),
  })
  .omit({ gsm8k: true })

export type VllmRecipe = z.infer<typeof vllmRecipeSchema>
export type OfflineSection = z.infer<typeof offlineSection>
