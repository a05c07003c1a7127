import { z } from 'zod'

/** A commit's full name. Abbreviations and names of branches are resolved once, at the start. */
export const commitShaSchema = z.string().regex(/^[0-9a-f]{40}$/, 'not a full commit SHA of 40 hex digits')

/** A commit to be measured, and in words for the report why this one. */
const sourceCommitSchema = z.strictObject({
  sha: commitShaSchema,
  why: z.string(),
  /**
   * The first line of its message, of a merge commit that of its pull request's head. Written by whoever
   * wrote the commit: neutralise it before it is shown.
   */
  subject: z.string(),
})

/**
 * What is compared with what. `merge`: a pull request's merge commit with its first parent.
 * `head-against-merge-base`: its head with the commit where it left the default branch, because there is no
 * merge commit that counts. `commits`: two commits that were named.
 */
export const sourceSchema = z.strictObject({
  mode: z.enum(['merge', 'head-against-merge-base', 'commits']),
  base: sourceCommitSchema,
  head: sourceCommitSchema,
  pullRequest: z.strictObject({ number: z.int().positive(), headSha: commitShaSchema }).exactOptional(),
  /** Sentences that the reader of the report must know about the choice of commits. */
  notes: z.array(z.string()),
})

export type SourceCommit = z.infer<typeof sourceCommitSchema>
export type Source = z.infer<typeof sourceSchema>
