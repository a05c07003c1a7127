import { z } from 'zod'
import { expectedSchema, flagsSchema, secondsSchema } from '../comparison/recipe.js'

/** Requests at rates (requests/s), or so many at a time; one case for each number in the list. */
const caseGroup = z
  .strictObject({
    requestRate: z.array(z.number().positive()).min(1).exactOptional(),
    maxConcurrency: z.array(z.int().positive()).min(1).exactOptional(),
    inputLength: z.int().positive(),
    outputLength: z.int().positive(),
    prompts: z.int().positive().exactOptional(),
    /** Only with --historical: loads that hosts are known not to keep up with. */
    historicalOnly: z.boolean().default(false),
  })
  .refine(
    (group) => (group.requestRate === undefined) !== (group.maxConcurrency === undefined),
    'give either requestRate or maxConcurrency',
  )

/** What a recipe says of loads on a server, whatever engine serves them. */
export const onlineSection = z.strictObject({
  serverFlags: flagsSchema,
  cases: z
    .array(caseGroup)
    .min(1)
    .refine(
      (groups) => groups.some((group) => !group.historicalOnly),
      'give a load that is not historicalOnly',
    ),
  /** From a server's start until it is ready. */
  readyDeadlineSeconds: secondsSchema.default(3600),
  caseDeadlineSeconds: secondsSchema.default(7200),
  /** From a server's interrupt to its kill. */
  stopDeadlineSeconds: secondsSchema.default(20),
  /** How long a case at a request rate lasts: its prompts are rate x seconds. */
  secondsPerRate: secondsSchema.default(90),
  /** Requests sent at once, unmeasured, before a server's first case; 0 for none. */
  warmUpPrompts: z.int().nonnegative().default(16),
  /** For how long each load then runs unmeasured on each server; 0 for not at all. */
  loadWarmUpSeconds: z.number().nonnegative().default(10),
  expected: expectedSchema,
})

export type OnlineSection = z.infer<typeof onlineSection>
