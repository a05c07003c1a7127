import { z } from 'zod'
import { plannedPriorSchema } from './planned-prior.js'
import { benchmarkTypeSchema } from './benchmark-type.js'
import { caseSchema } from './case.js'
import { imageSetSchema } from './image-plan.js'
import { accuracyRecipeSchema } from './accuracy-recipe.js'
import { metricSchema } from './metric.js'
import { recipeSchema } from './recipe.js'
import { requestSchema } from './request.js'
import { sourceSchema } from './source.js'

/** How often in one pair, or one build, a host's own failures are waited out before its stage is given up. */
export const hostFailureLimit = 5

/** One stage as it will be measured: model x benchmark type, on one host. */
export const stagePlanSchema = z.strictObject({
  /** `<model>/<type>`, as in workflow ids and on the command line. */
  name: z.string(),
  model: z.string(),
  benchmarkType: benchmarkTypeSchema,
  host: z.string(),
  /** As it is performed: what the request changes of it is changed. */
  recipe: recipeSchema,
  /** What its cases can be measured by, in the report's order. */
  metrics: z.array(metricSchema),
  cases: z.array(caseSchema),
  /** The accuracy test on the servers of the first pair; absent where none is wanted. */
  accuracy: accuracyRecipeSchema.exactOptional(),
  /** How many programs of the engine a launch starts where none fails. */
  processes: z.int().positive(),
  /** How long one of them may run at the very most. */
  processDeadlineSeconds: z.number().positive(),
  /** What a launch has to do: launches of the same work can be expected to take as long. */
  work: z.string(),
  expectedLaunchSeconds: z.number().nonnegative(),
  /** How many launches on that host this expectation comes from; absent where it is the recipe's estimate. */
  launchesSeen: z.int().positive().exactOptional(),
  /** What of that is for the short unmeasured runs of each load; absent where there are no loads. */
  warmUpSeconds: z.number().nonnegative().exactOptional(),
  /**
   * What the unmeasured launch of a new image is expected to take, builds of kernels aside; 0 where there is
   * none.
   */
  expectedPrimingSeconds: z.number().nonnegative(),
})

/** A comparison, decided before anything runs: plain data that the workflows then perform. */
export const planSchema = z.strictObject({
  schema: z.literal(1),
  comparison: z.string(),
  run: z.string(),
  createdAt: z.iso.datetime({ offset: true }),
  request: requestSchema,
  source: sourceSchema,
  runDirectory: z.string(),
  /** Of the order of arms, stated in the report. */
  seed: z.int().nonnegative(),
  images: imageSetSchema,
  /** Those of recipes for another GPU architecture than the first one's, by it. */
  otherImages: z.record(z.string(), imageSetSchema).exactOptional(),
  stages: z.array(stagePlanSchema).min(1),
  /** The numbers of pairs at which the stages are judged. */
  looks: z.array(z.int().positive()).min(1),
  /** What the hosts' calibrations say of the stages' noise; empty where there is none. */
  calibration: z.array(plannedPriorSchema).default([]),
  /** How often a void pair of a stage is measured again. */
  redoLimit: z.int().nonnegative(),
  /**
   * How often, in one pair or build, failures of the host itself are waited out before its stage is given up.
   */
  hostFailureLimit: z.int().nonnegative().default(hostFailureLimit),
  /**
   * The whole comparison may take so long, and so many launches; a pause does not count. Then it reports what
   * it has.
   */
  deadlineSeconds: z
    .number()
    .positive()
    .default(7 * 24 * 3600),
  launchLimit: z.int().positive().default(1000),
})

export type StagePlan = z.infer<typeof stagePlanSchema>
export type Plan = z.infer<typeof planSchema>
