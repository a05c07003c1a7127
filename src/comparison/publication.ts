import { z } from 'zod'
import { failOnChoices } from './gate.js'

/** When a pull request gets a comment; one that is there is always kept up to date. */
export const commentChoices = ['always', 'change', 'never'] as const

export type CommentChoice = (typeof commentChoices)[number]

/** Where a comparison is told of on its forge. No secret: this is part of the workflow's input. */
export const publicationSchema = z.strictObject({
  comment: z.enum(commentChoices),
  /** Tells the configurations of one pull request apart: each has a comment and a check of its own. */
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,49}$/, 'letters, digits, spaces and . _ / - only, at most 50'),
  failOn: z.enum(failOnChoices),
  /** The page of the job that started it. */
  page: z.url({ protocol: /^https?$/ }).exactOptional(),
})

export type Publication = z.infer<typeof publicationSchema>
