import type { z } from 'zod'

/**
 * A failed validation in sentences that name each field: "the request: pairs: Too big: expected number to be
 * <= 50".
 */
export function refusal(error: z.ZodError, subject: string): string {
  const sentences = error.issues.map((issue) => {
    const field = issue.path.map(String).join('.')
    return field === '' ? issue.message : `${field}: ${issue.message}`
  })
  return `${subject}: ${[...new Set(sentences)].join('; ')}`
}
