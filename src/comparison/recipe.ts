import { z } from 'zod'
import { accuracyRecipeSchema } from './accuracy-recipe.js'
import { benchmarkModeSchema } from './benchmark-type.js'
import { onlineLoadName } from './case.js'
import { findMetric } from './metrics.js'

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'lower-case letters, digits, - and _ only')
const folderName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, ., - and _ only')
const flags = z.array(z.string().regex(/^[^\0\r\n]*$/, 'no control characters')).default([])
const seconds = z.number().positive()
const containerPath = z.string().regex(/^(\/[A-Za-z0-9._-]+)+$/, 'an absolute path in the container')
const metricName = z.string().refine((text) => findMetric(text) !== undefined, 'not the name of a metric')

/** One number or a list of them: the lists of a case are crossed. */
const sizes = z
  .union([z.int().positive(), z.array(z.int().positive()).min(1)])
  .transform((value) => (typeof value === 'number' ? [value] : value))

/** Environment of the containers. What the recipe does not name is not there. */
const environment = z
  .record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'upper-case letters, digits and _ only'), z.string())
  .default({})

const offlineCaseGroup = z.strictObject({
  batchSize: sizes,
  inputLength: sizes,
  outputLength: sizes,
  flags,
})

const offlineRecipe = z.strictObject({
  flags,
  cases: z.array(offlineCaseGroup).min(1),
  /** Cases of `--mode long_context` and `--mode dummy`, in place of `cases`. */
  modes: z
    .partialRecord(
      benchmarkModeSchema.exclude(['normal']),
      z.strictObject({ flags, cases: z.array(offlineCaseGroup).min(1) }),
    )
    .default({}),
  /** One process a case, as the historical tool did: its absolute numbers compare with old ones. */
  isolateCases: z.boolean().default(false),
  /** How often the list of cases is given to a process; the first pass warms and is not counted. */
  passes: z.int().min(2).max(20).default(4),
  /** What a launch is expected to take, until the host's own history tells better. */
  expected: z.strictObject({ loadSeconds: seconds, caseSeconds: seconds }),
  /** A process that runs longer, counted from its container's start, is stopped. */
  processDeadlineSeconds: seconds.default(7200),
})

/** Requests at rates (requests/s), or so many at a time; one case for each number in the list. */
const onlineCaseGroup = z
  .strictObject({
    requestRate: z.array(z.number().positive()).min(1).exactOptional(),
    maxConcurrency: z.array(z.int().positive()).min(1).exactOptional(),
    inputLength: z.int().positive(),
    outputLength: z.int().positive(),
    prompts: z.int().positive().exactOptional(),
  })
  .refine(
    (group) => (group.requestRate === undefined) !== (group.maxConcurrency === undefined),
    'give either requestRate or maxConcurrency',
  )

/** Medians of other hardware, by case and metric: `request rate 1: { ttft_median: 102.0 }`, in milliseconds. */
const reference = z.strictObject({
  /** What the rows are called in the historical file: `H100`. */
  label: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$/, 'letters, digits, spaces, ., - and _ only'),
  cases: z.record(z.string(), z.partialRecord(metricName, z.number().positive())),
})

const onlineRecipe = z
  .strictObject({
    serverFlags: flags,
    cases: z.array(onlineCaseGroup).min(1),
    /**
     * A ShareGPT file on the host, whose texts the prompts are cut from. For load generators that cannot make prompts up
     * (`random-ids`); it holds at least as many conversations as a case has prompts.
     */
    dataset: z
      .string()
      .regex(/^(\/|\.\.?\/)/, 'a path on the host: absolute, or from the recipe with ./ or ../')
      .exactOptional(),
    /** From a server's start until it is ready. */
    readyDeadlineSeconds: seconds.default(3600),
    caseDeadlineSeconds: seconds.default(7200),
    /** Until a server's cache of prompts is empty: it refuses while requests run. */
    flushDeadlineSeconds: seconds.default(120),
    /** From a server's interrupt to its kill. */
    stopDeadlineSeconds: seconds.default(20),
    /** How long a case at a request rate lasts: its prompts are rate x seconds. */
    secondsPerRate: seconds.default(90),
    /** Requests sent at once, unmeasured, before a server's first case; 0 for none. */
    warmUpPrompts: z.int().nonnegative().default(16),
    reference: reference.exactOptional(),
    expected: z.strictObject({ loadSeconds: seconds, caseSeconds: seconds }),
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

/** What the engine compiles at run time is kept on the host, for each image apart. */
const jitRecipe = z.strictObject({
  /** Where the engine keeps what it compiled, in its containers. */
  folders: z.array(containerPath).min(1),
  /** Whether an image that is new on a host is run once, unmeasured, before its first pair. */
  priming: z.boolean().default(true),
  /** From that launch's start to its end; cold builds take a quarter of an hour and more. */
  primingDeadlineSeconds: seconds.default(3600),
})

/**
 * A model's recipe: everything that is known of it, as data. A model is added by writing one, without code.
 * Relative folders are resolved against the recipe's own file before it travels.
 */
export const recipeSchema = z.strictObject({
  name,
  title: z.string().min(1).max(64),
  /** The names that the historical tool's folders and files carry. */
  historical: z.strictObject({
    model: folderName,
    variant: folderName,
    backendColumn: z.boolean().default(true),
  }),
  image: z.strictObject({
    base: z.string().min(1),
    gpuArchitecture: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .default('gfx942'),
    /** The largest base images have 30 GB. */
    pullDeadlineSeconds: seconds.default(7200),
    /** A build of eight-GPU images takes an hour or two where nothing is cached. */
    buildDeadlineSeconds: seconds.default(14_400),
    /** Of each look at what a built image holds; importing SGLang is the longest. */
    probeDeadlineSeconds: seconds.default(900),
  }),
  /** A local folder, or a hub id that is looked up in the host's cache of models. */
  weights: z.strictObject({ model: z.string().min(1), tokenizer: z.string().min(1).exactOptional() }),
  tensorParallel: z.int().positive(),
  environment,
  flags,
  /**
   * Attention on AMD GPUs by an image's name and date. `by-image`: `--attention-backend` and the variable that turns
   * AITER on; `variable`: that variable alone, where the engine chooses the backend better by itself; `engine`:
   * neither. What `flags` and `environment` name goes before it.
   */
  attention: z.enum(['by-image', 'variable', 'engine']).default('engine'),
  jit: jitRecipe.exactOptional(),
  offline: offlineRecipe.exactOptional(),
  online: onlineRecipe.exactOptional(),
  gsm8k: accuracyRecipeSchema.exactOptional(),
  /** Half-widths of "no change" of single metrics, as fractions, in place of the threshold: `ttft_median: 0.15`. */
  margins: z.record(metricName, z.number().positive().max(0.5)).default({}),
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
})

export type Recipe = z.infer<typeof recipeSchema>
export type OfflineRecipe = z.infer<typeof offlineRecipe>
export type OnlineRecipe = z.infer<typeof onlineRecipe>
