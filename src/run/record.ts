import { z } from 'zod'
import { arms } from '../comparison/arm.js'
import { builtImageSchema, type BuiltImage } from '../comparison/image.js'
import { pairResultSchema, type PairResult } from '../comparison/launch.js'
import { outcomeSchema } from '../comparison/outcome.js'
import { endingReasonSchema, stageEndingSchema } from '../comparison/ending-reason.js'
import { planSchema, type Plan } from '../comparison/plan.js'
import { judgementSchema } from '../verdict/judgement.js'

/** Everything that is known of a run: `results.json`. The report can be rendered again from it alone. */
export const runRecordSchema = z
  .strictObject({
    /** 1 had sentences where there are kinds with figures now; they are read as kind `text`. */
    schema: z.preprocess((version) => (version === 1 ? 2 : version), z.literal(2)),
    plan: planSchema,
    images: z.array(builtImageSchema),
    /** Every attempt of every pair, void ones too, in the order in which they were recorded. */
    pairs: z.array(pairResultSchema),
    judgement: judgementSchema.exactOptional(),
    /** How the comparison ended; absent while it runs. */
    ending: outcomeSchema.shape.ending.exactOptional(),
    endings: z.array(stageEndingSchema),
    /** Why the comparison ended early. */
    problem: endingReasonSchema.exactOptional(),
    outcome: outcomeSchema.exactOptional(),
    /** What a reader of the report must know. */
    notes: z.array(endingReasonSchema),
  })
  .superRefine((record, context) => {
    const stages = new Set(record.plan.stages.map((stage) => stage.name))
    for (const [index, pair] of record.pairs.entries()) {
      if (!stages.has(pair.stage)) {
        const message = `the plan has no stage ${JSON.stringify(pair.stage)}`
        context.addIssue({ code: 'custom', path: ['pairs', index, 'stage'], message })
      }
      if (!arms.every((arm) => pair.launches.some((launch) => launch.arm === arm))) {
        context.addIssue({
          code: 'custom',
          path: ['pairs', index, 'launches'],
          message: 'a pair is one launch of each arm',
        })
      }
    }
  })

export type RunRecord = z.infer<typeof runRecordSchema>

/** The record of a run in which nothing has happened yet. */
export function newRecord(plan: Plan): RunRecord {
  return { schema: 2, plan, images: [], pairs: [], endings: [], notes: [] }
}

/** The record with that image, in place of an earlier one of the same arm on the same host for the same GPUs. */
export function withImage(record: RunRecord, image: BuiltImage): RunRecord {
  const isSame = (known: BuiltImage) =>
    known.arm === image.arm && known.host === image.host && known.architecture === image.architecture
  const others = record.images.filter((known) => !isSame(known))
  return { ...record, images: [...others, image] }
}

/** The record of a run that goes on: how it ended before is no longer so. */
export function withoutEnding(record: RunRecord): RunRecord {
  const open = { ...record }
  delete open.ending
  delete open.outcome
  delete open.problem
  return open
}

/**
 * The record with that attempt of a pair, in place of an earlier report of the very same attempt. A judgement
 * of what was measured before is dropped.
 */
export function withPair(record: RunRecord, pair: PairResult): RunRecord {
  const others = record.pairs.filter((known) => !isSameAttempt(known, pair))
  const changed: RunRecord = { ...record, pairs: [...others, pair] }
  delete changed.judgement
  return changed
}

function isSameAttempt(left: PairResult, right: PairResult): boolean {
  return (
    left.stage === right.stage &&
    left.pair === right.pair &&
    left.attempt === right.attempt &&
    left.generation === right.generation
  )
}
