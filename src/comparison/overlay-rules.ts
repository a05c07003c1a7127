import { z } from 'zod'

/** A path of a tree: `*` stands for any characters but a slash, `**` for any characters. */
export const pathPattern = z
  .string()
  .regex(/^[^\0\r\n/][^\0\r\n]*$/, 'a path in the repository, with * and **')

/** What a change of a commit's files takes to reach its image. */
export const overlayRulesSchema = z.strictObject({
  /** These become a layer on main's image. */
  layer: z.array(pathPattern),
  /** But not these, which the build reads. */
  built: z.array(pathPattern).default([]),
  /** What no program that is measured reads. */
  ignored: z.array(pathPattern).default([]),
})

export type OverlayRules = z.infer<typeof overlayRulesSchema>

/** Whether a path is one of these. */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  return patterns.some((each) => regularExpression(each).test(path))
}

function regularExpression(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*'
    return part === '*' ? '[^/]*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}
