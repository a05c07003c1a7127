import { z } from 'zod'
import { accuracyRecipeSchema } from './accuracy-recipe.js'
import { overlayRulesSchema, pathPattern } from './overlay-rules.js'

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'lower-case letters, digits, - and _ only')
const containerPath = z.string().regex(/^(\/[A-Za-z0-9._-]+)+$/, 'an absolute path in the container')

/** Flags of a program: for the sections that engines add. */
export const flagsSchema = z.array(z.string().regex(/^[^\0\r\n]*$/, 'no control characters')).default([])

/** A timer of Node goes off at once where it is set for more than 24 days. */
const mostSeconds = 20 * 24 * 3600
export const secondsSchema = z.number().positive().max(mostSeconds, `at most ${mostSeconds} seconds, 20 days`)

/** What a launch is expected to take, until the host's own history tells better. */
export const expectedSchema = z.strictObject({ loadSeconds: secondsSchema, caseSeconds: secondsSchema })

/** Environment of the containers. What the recipe does not name is not there. */
const environment = z
  .record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'upper-case letters, digits and _ only'), z.string())
  .default({})

/** What is compiled at run time is kept on the host, for each image apart. */
const jitRecipe = z.strictObject({
  /** Where the engine keeps what it compiled, in its containers. */
  folders: z.array(containerPath).min(1),
  /** Whether an image that is new on a host is run once, unmeasured, before its first pair. */
  priming: z.boolean().default(true),
  /** From that launch's start to its end; cold builds take a quarter of an hour and more. */
  primingDeadlineSeconds: secondsSchema.default(3600),
})

/** How an image is built; engines add what their Dockerfiles need. */
export const imageRecipeShape = {
  /** What both arms are built on; where it is not said, what the commit's Dockerfile names. */
  base: z.string().min(1).exactOptional(),
  /** Which changes become a layer on main's image; the engine's own rules where it is not said. */
  overlay: overlayRulesSchema.exactOptional(),
  /** Paths in the engine's package that a build writes itself: they are not held against the commit's. */
  generated: z.array(pathPattern).exactOptional(),
  gpuArchitecture: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('gfx942'),
  /** The largest base images have 30 GB. */
  pullDeadlineSeconds: secondsSchema.default(7200),
  /** A build of eight-GPU images takes an hour or two where nothing is cached. */
  buildDeadlineSeconds: secondsSchema.default(14_400),
  /** Of each look at what a built image holds; importing an engine is the longest. */
  probeDeadlineSeconds: secondsSchema.default(900),
} as const

/** Half-width of "no change" of a single metric, as a fraction, in place of the threshold. */
export const marginSchema = z.number().positive().max(0.5)

/** What every engine's recipe says. */
export const recipeShape = {
  name,
  title: z.string().min(1).max(64),
  engine: z.string(),
  image: z.looseObject(imageRecipeShape),
  /** A local folder, or a hub id that is looked up in the host's cache of models. */
  weights: z.strictObject({ model: z.string().min(1), tokenizer: z.string().min(1).exactOptional() }),
  tensorParallel: z.int().positive(),
  environment,
  flags: flagsSchema,
  jit: jitRecipe.exactOptional(),
  gsm8k: accuracyRecipeSchema.exactOptional(),
  /** By the metric's name. */
  margins: z.record(z.string(), marginSchema).default({}),
  limits: z
    .strictObject({
      memoryBytes: z.int().positive().exactOptional(),
      processes: z.int().positive().default(65536),
      logBytes: z
        .int()
        .positive()
        .default(256 * 1024 * 1024),
    })
    .default({ processes: 65536, logBytes: 256 * 1024 * 1024 }),
} as const

/**
 * A model's recipe: everything that is known of it, as data. A model is added by writing one, without code.
 * What stands here is the same for every engine; its engine's definition knows the rest, which is carried
 * along. Relative folders are resolved against the recipe's own file before it travels.
 */
export const recipeSchema = z.looseObject(recipeShape)

export type Recipe = z.infer<typeof recipeSchema>
