import { z } from 'zod'

const count = z.int().nonnegative()
const exitCode = z.int().nullable()
/** What a program printed of its failure: data of somebody else's. */
const details = z.array(z.string()).exactOptional()

/** Why a case has no values. */
const caseReasons = [
  reason('output-unreadable', {}),
  reason('batch-too-large', {}),
  reason('out-of-memory', {}),
  /** So often the processes that were started for it ended early: in it, or before any case was begun. */
  reason('process-deadline', { times: count, begun: z.boolean() }),
  reason('process-died', { times: count, begun: z.boolean(), exitCode }),
  reason('cache-not-emptied', { seconds: z.number(), status: z.int().nullable() }),
  reason('client-deadline', {}),
  reason('no-result', { exitCode, outOfMemory: z.boolean(), details }),
  reason('requests-failed', { completed: count, of: count, details }),
  reason('too-few-conversations', { completed: count, of: count }),
  reason('no-tokens', { details }),
  reason('empty-answers', { details }),
  reason('no-first-token', { details }),
  /** `flag`: what the engine takes that keeps its cache from it. */
  reason('tokens-from-cache', { tokens: count, allowed: count, flag: z.string().exactOptional() }),
] as const

/** What a reader should know of values that count. Rates in requests/s. */
const remarks = [
  reason('rate-not-reached', { achieved: z.number(), offered: z.number(), saturated: z.boolean() }),
  /** It took all requests at once: its answers took `slowed` times those of the lightest load. */
  reason('overloaded', { achieved: z.number(), offered: z.number(), slowed: z.number() }),
  /** Nothing tells whether it was: no light load has the same lengths, and the run was short. */
  reason('overload-unknown', { achieved: z.number(), offered: z.number() }),
  reason('prompts-came-twice', { tokens: count, of: count }),
  reason('requests-put-back', { requests: count }),
  reason('batches-without-graph', { percent: z.number() }),
] as const

/** Why a launch, or what was measured in it, does not count. */
const disturbances = [
  /** `kept`: why the pair is not measured again for it. */
  reason('kernels-built', {
    module: z.string(),
    kept: z.enum(['built-again', 'last-attempt']).exactOptional(),
  }),
  reason('container-killed', { container: z.string() }),
  reason('other-launch-void', {}),
  reason('pair-paused', {}),
  reason('measured-again', {}),
  reason('not-positive', {}),
] as const

/** Why an unmeasured launch, or a run of the accuracy test, came to nothing. */
const failures = [
  reason('process-ended', { ending: z.string(), exitCode }),
  reason('no-evaluator', {}),
  reason('server-ended', {}),
  reason('evaluator-deadline', {}),
  reason('no-accuracy-printed', { exitCode }),
  reason('requests-refused', { exitCode }),
  /** No file of questions; `place` is where one is looked for. */
  reason('no-questions', { place: z.string() }),
  /** A file that a person named by that setting. */
  reason('file-unusable', {
    path: z.string(),
    setting: z.enum(['gsm8k.data', 'PRBENCH_GSM8K', 'online.dataset']),
    fault: z.enum(['absent', 'folder', 'unreadable', 'other-content']),
  }),
] as const

/**
 * What somebody else's program said, and sentences of records of before. `details`: the end of a log that
 * shows it.
 */
export const textReasonSchema = reason('text', { text: z.string(), details })

const kinds = z.discriminatedUnion('kind', [
  ...caseReasons,
  ...remarks,
  ...disturbances,
  ...failures,
  textReasonSchema,
])

/** Why something is as it is, as kind and figures; `report/words/` has the sentence of each kind. */
export const reasonSchema = z.preprocess(asReason, kinds)

/** The same where there may be none: null, and '' in records of before. */
export const reasonOrNoneSchema = z.preprocess(
  (value) => (value === '' ? null : value),
  reasonSchema.nullable(),
)

export type Reason = z.infer<typeof kinds>

/** One kind of reason, with its figures. */
export function reason<Kind extends string, Figures extends z.ZodRawShape>(kind: Kind, figures: Figures) {
  return z.strictObject({ kind: z.literal(kind), ...figures })
}

/** A sentence that somebody else made, such as in records of before; lines below it are the end of a log. */
export function textReason(message: string): z.infer<typeof textReasonSchema> {
  const [text = '', ...lines] = message.split('\n')
  return { kind: 'text', text, ...(lines.length === 0 ? {} : { details: lines }) }
}

/** What stands in a record: a sentence in those of before. */
export function asReason(value: unknown): unknown {
  return typeof value === 'string' ? textReason(value) : value
}
