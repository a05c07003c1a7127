/**
 * Whether an argument names a stage, `grok/offline`, and not a comparison: those have more parts, or are
 * numbers.
 */
function isStageName(text: string): boolean {
  return /^[^/\s]+\/(offline|online)$/.test(text)
}

/** `[ID] [STAGE]`, either of which may be left out, as what they mean. */
export function comparisonAndStage(
  first: string | undefined,
  second: string | undefined,
): { comparison?: string; stage?: string } {
  if (second !== undefined) return { ...(first !== undefined && { comparison: first }), stage: second }
  if (first === undefined) return {}
  return isStageName(first) ? { stage: first } : { comparison: first }
}
