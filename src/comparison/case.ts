import { z } from 'zod'

/** One case of a stage: its name, by which samples are told apart, and what its engine has to know beside. */
export const caseSchema = z.looseObject({ name: z.string() })

export type Case = z.infer<typeof caseSchema>
