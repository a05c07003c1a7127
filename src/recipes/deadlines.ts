import { pathText, type RecipeProblem } from './problems.js'

/** A timer of Node goes off at once where it is set for more than 24 days. */
const mostSeconds = 20 * 24 * 3600

/** The times of a recipe that are too long to be waited for: what they bound would be ended at once. */
export function deadlineProblems(value: unknown, path: RecipeProblem['path'] = []): RecipeProblem[] {
  if (typeof value === 'number') {
    if (value <= mostSeconds || !String(path.at(-1)).endsWith('Seconds')) return []
    return [{ path, message: `"${pathText(path)}": at most ${mostSeconds} seconds, 20 days` }]
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => deadlineProblems(inner, [...path, key]))
}
