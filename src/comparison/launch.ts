import { z } from 'zod'
import { arms } from './arm.js'
import { reasonOrNoneSchema, reasonSchema } from './reason.js'
import { workSchema } from './work.js'

const armSchema = z.enum(arms)

/**
 * What one case gave in one launch: its metrics' values, or the reason why there are none. A case's value is
 * the median of its repeats in the launch.
 */
export const caseResultSchema = z.strictObject({
  case: z.string(),
  /** Metric name -> value, in the metric's unit. `null` where nothing was measured. */
  values: z.record(z.string(), z.number()).nullable(),
  /** Why there are no values; null where there are. */
  reason: reasonOrNoneSchema,
  /** The measurements behind the medians, in order, the warm pass first. */
  repeats: z.array(z.record(z.string(), z.number())).default([]),
  /** How long it took as the host saw it, beside what the program says of itself. */
  wallSeconds: z.number().nonnegative().exactOptional(),
  /** What it did for its values. */
  work: workSchema.exactOptional(),
  /**
   * Of requests that came at a rate: the rate (requests/s), how many, in how long, the median answer (both in
   * seconds), and their lengths.
   */
  arrivals: z
    .strictObject({
      rate: z.number().positive(),
      requests: z.int().positive(),
      seconds: z.number().positive(),
      answer: z.number().nonnegative(),
      lengths: z.string(),
    })
    .exactOptional(),
  /** What a reader should know of the values. */
  remarks: z.array(reasonSchema).exactOptional(),
  /**
   * True where the server fell behind the offered rate: then only its output throughput says how fast it is.
   */
  saturated: z.literal(true).exactOptional(),
  /** Why the values should not be trusted, for instance a build of kernels while they were measured. */
  disturbance: reasonSchema.exactOptional(),
})

/** One run of the accuracy test; one that printed no accuracy has none, with the reason. */
export const accuracyRunSchema = z.strictObject({
  /** Shares from 0 to 1: right answers, and answers that hold no number. */
  accuracy: z.number().min(0).max(1).nullable(),
  invalid: z.number().min(0).max(1).exactOptional(),
  /**
   * By question, in the order of the file: 1 right, 0 wrong; absent where the evaluator does not leave its
   * answers.
   */
  right: z
    .string()
    .regex(/^[01]+$/)
    .exactOptional(),
  latencySeconds: z.number().nonnegative().exactOptional(),
  reason: reasonOrNoneSchema,
})

const engineState = z.strictObject({
  /** By what the report calls it, `tokens in the cache`: what it resolved. */
  resolved: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.number())])),
  /** Its arguments with all their defaults, as it printed them: those that say anything, without keys. */
  arguments: z.record(z.string(), z.string()).exactOptional(),
  /** Set where the line of arguments was too long to be read to its end. */
  argumentsCut: z.literal(true).exactOptional(),
})

/**
 * What an engine said of itself at its start; what it does not say is not there. Records of before have no
 * `resolved`.
 */
export const engineStateSchema = z.preprocess((state) => {
  if (typeof state !== 'object' || state === null || 'resolved' in state) return state
  const { arguments: printed, argumentsCut, ...resolved }: Record<string, unknown> = { ...state }
  return { resolved, ...(printed ? { arguments: printed } : {}), ...(argumentsCut ? { argumentsCut } : {}) }
}, engineState)

/** By what the report calls it, `attention backend`: a setting, and who decided it. */
export const chosenSettingsSchema = z.record(
  z.string(),
  z.strictObject({ value: z.string(), from: z.enum(['recipe', 'image']) }),
)

/** What a program of the engine was started with, keys taken out. */
export const startSettingsSchema = z.object({
  command: z.string(),
  environment: z.record(z.string(), z.string()),
  chosen: chosenSettingsSchema.default({}),
})

/** An unmeasured launch that filled an image's cache of compiled kernels. */
export const primingSchema = z.strictObject({
  arm: armSchema,
  seconds: z.number().nonnegative(),
  /** Null where it went well. Its failure is none of the benchmark's: the real launch will tell. */
  problem: reasonOrNoneSchema,
})

/** One program that ran in a launch, in a container of its own. */
export const processRecordSchema = z.object({
  process: z.int().nonnegative(),
  container: z.string(),
  cases: z.array(z.string()),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
  exitCode: z.int().nullable(),
  /**
   * `lost`: the host's Docker Engine went away under it. `killed`: somebody killed its container from
   * outside. Neither says anything about the code.
   */
  ending: z.enum(['complete', 'died', 'out-of-memory', 'deadline', 'lost', 'killed']),
  /** The case in which it ended too early; null where that was before the first case, or it did not. */
  culprit: z.string().nullable(),
  /** What the engine resolved: of a server that got ready, or of an offline process. */
  server: engineStateSchema.exactOptional(),
  /** Of a program of the engine, not of a client. */
  started: startSettingsSchema.exactOptional(),
  /** The last lines of its output, where it did not end well. */
  logTail: z.array(z.string()).default([]),
})

/** One fresh start of one arm: every case of the stage, measured once. */
export const launchResultSchema = z.strictObject({
  arm: armSchema,
  position: z.union([z.literal(1), z.literal(2)]),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
  cases: z.array(caseResultSchema),
  processes: z.array(processRecordSchema),
  /** Of an online launch whose server was also asked for its accuracy: each repeat. */
  accuracy: z.array(accuracyRunSchema).exactOptional(),
  /** Where the launch's whole output is: a path in the run directory, or `host:path`. */
  log: z.string(),
  /** Set where the launch does not count, with why; its pair is redone. */
  voidReason: reasonSchema.exactOptional(),
})

/** Two adjacent launches on one host, one of each arm. */
export const pairResultSchema = z.strictObject({
  stage: z.string(),
  pair: z.int().positive(),
  attempt: z.int().positive(),
  generation: z.int().positive(),
  host: z.string(),
  launches: z.array(launchResultSchema).length(2),
  /** The unmeasured launches that came first, where an image was new on the host. */
  primings: z.array(primingSchema).exactOptional(),
  /**
   * Set where a person paused the activity in its middle: the pair is void, and is no failure of anything.
   */
  paused: z.literal(true).exactOptional(),
  /**
   * What another pair of the comparison had left running on the host, and was removed before this one: in
   * words.
   */
  removed: z.array(z.string()).exactOptional(),
})

export type CaseResult = z.infer<typeof caseResultSchema>
export type ProcessRecord = z.infer<typeof processRecordSchema>
export type EngineState = z.infer<typeof engineState>
export type ChosenSettings = z.infer<typeof chosenSettingsSchema>
export type StartSettings = z.infer<typeof startSettingsSchema>
export type Priming = z.infer<typeof primingSchema>
export type AccuracyRun = z.infer<typeof accuracyRunSchema>
export type LaunchResult = z.infer<typeof launchResultSchema>
export type PairResult = z.infer<typeof pairResultSchema>
