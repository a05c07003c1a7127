import { z } from 'zod'
import { arms } from './arm.js'
import { plannedPriorSchema } from './planned-prior.js'
import { benchmarkTypeSchema } from './benchmark-type.js'
import { caseSchema } from './case.js'
import { accuracyRecipeSchema } from './accuracy-recipe.js'
import { metricSchema } from './metric.js'
import { recipeSchema } from './recipe.js'
import { requestSchema } from './request.js'
import { sourceSchema } from './source.js'

/** How often in one pair, or one build, a host's own failures are waited out before its stage is given up. */
export const hostFailureLimit = 5

const count = z.int().nonnegative()

/**
 * How the image of the pull request comes to be: `overlay` as one layer of changed files on main's image,
 * `full` by its Dockerfile, and why.
 */
const imageWaySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('overlay'), written: count, removed: count }),
  z.strictObject({
    kind: z.literal('full'),
    because: z.enum(['asked', 'same-commit', 'other-files']),
    /** Of `other-files`: so many, and the first of them. */
    files: count,
    paths: z.array(z.string()),
  }),
])

/** What is to be built, or taken as it is, for one arm. */
const imagePlanSchema = z.strictObject({
  arm: z.enum(arms),
  tag: z.string(),
  /** The commit whose tree is built; absent where `--skip-build` names an image instead. */
  sha: z.string().exactOptional(),
  /** Empty where `--skip-build` names an image and nobody a base. */
  baseImage: z.string(),
  /** Absent for main, and where nothing is built. */
  way: imageWaySchema.exactOptional(),
  /** What its Dockerfile has that old builders do not understand. */
  needs: z.array(z.enum(['heredocs', 'trimming'])).exactOptional(),
})

/** The images of both arms. */
const imageSetSchema = z.strictObject({
  main: imagePlanSchema,
  pr: imagePlanSchema,
  /** Who chose the base image; absent where nothing is built. */
  baseFrom: z.enum(['recipe', 'request', 'main', 'pr']).exactOptional(),
  /** The arguments whose defaults differ between the Dockerfiles of the two commits. */
  differences: z
    .array(z.strictObject({ argument: z.string(), main: z.string().nullable(), pr: z.string().nullable() }))
    .exactOptional(),
})

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

export type ImageWay = z.infer<typeof imageWaySchema>
export type ImagePlan = z.infer<typeof imagePlanSchema>
export type ImageSet = z.infer<typeof imageSetSchema>
export type StagePlan = z.infer<typeof stagePlanSchema>
export type Plan = z.infer<typeof planSchema>

/** The images of a plan, those of the first recipe's GPU architecture before others. */
export function imageSetsOf({ images, otherImages = {} }: Pick<Plan, 'images' | 'otherImages'>): ImageSet[] {
  return [images, ...Object.values(otherImages)]
}

/** The GPU architecture that a stage's images are for; undefined for the first recipe's. */
export function architectureOf(
  { otherImages }: Pick<Plan, 'otherImages'>,
  { recipe }: Pick<StagePlan, 'recipe'>,
): string | undefined {
  const { gpuArchitecture } = recipe.image
  return Object.hasOwn(otherImages ?? {}, gpuArchitecture) ? gpuArchitecture : undefined
}

/** The part of a plan that one architecture has to do with: its images, and the stages that they are for. */
export function planFor(plan: Plan, architecture: string | undefined): Plan {
  const { otherImages, images, ...rest } = plan
  const own = architecture === undefined ? images : otherImages?.[architecture]
  if (own === undefined) throw new Error(`the plan has no images for ${architecture ?? ''}`)
  const stages = plan.stages.filter((stage) => architectureOf(plan, stage) === architecture)
  return { ...rest, images: own, stages }
}
