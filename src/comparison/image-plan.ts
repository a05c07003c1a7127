import { z } from 'zod'
import { arms } from './arm.js'
import type { Plan, StagePlan } from './plan.js'

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
export const imageSetSchema = z.strictObject({
  main: imagePlanSchema,
  pr: imagePlanSchema,
  /** Who chose the base image; absent where nothing is built. */
  baseFrom: z.enum(['recipe', 'request', 'main', 'pr']).exactOptional(),
  /** The arguments whose defaults differ between the Dockerfiles of the two commits. */
  differences: z
    .array(z.strictObject({ argument: z.string(), main: z.string().nullable(), pr: z.string().nullable() }))
    .exactOptional(),
})

export type ImageWay = z.infer<typeof imageWaySchema>
export type ImagePlan = z.infer<typeof imagePlanSchema>
export type ImageSet = z.infer<typeof imageSetSchema>

type PlannedImages = Pick<Plan, 'images' | 'otherImages'>

/** The images of a plan, those of the first recipe's GPU architecture before others. */
export function imageSetsOf({ images, otherImages = {} }: PlannedImages): ImageSet[] {
  return [images, ...Object.values(otherImages)]
}

/** The images that a Dockerfile builds; the others are layers on main's. */
export function builtImagesOf(plan: PlannedImages): ImagePlan[] {
  return imageSetsOf(plan).flatMap(({ main, pr }) => (pr.way?.kind === 'overlay' ? [main] : [main, pr]))
}

/** The images for one GPU architecture of a plan; `undefined` is the first recipe's. */
export function imageSetFor(
  { images, otherImages }: PlannedImages,
  architecture: string | undefined,
): ImageSet {
  const own = architecture === undefined ? images : otherImages?.[architecture]
  if (own === undefined) throw new Error(`the plan has no images for ${architecture ?? ''}`)
  return own
}

/** The GPU architecture that a stage's images are for. */
export function architectureOf(
  { otherImages }: Pick<Plan, 'otherImages'>,
  { recipe }: Pick<StagePlan, 'recipe'>,
): string | undefined {
  const { gpuArchitecture } = recipe.image
  return Object.hasOwn(otherImages ?? {}, gpuArchitecture) ? gpuArchitecture : undefined
}

/** A plan with the images of one GPU architecture as its own, and the stages that they are for. */
export function planFor(plan: Plan, architecture: string | undefined): Plan {
  const stages = plan.stages.filter((stage) => architectureOf(plan, stage) === architecture)
  return { ...plan, images: imageSetFor(plan, architecture), stages }
}
