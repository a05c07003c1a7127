import type { z } from 'zod'
import { closest } from './closest.js'
import { knownKeys } from './known-keys.js'

type Path = readonly PropertyKey[]

/** What is wrong with a recipe, at which place of it. `path` ends in the key that is to be pointed at. */
export interface RecipeProblem {
  path: Path
  message: string
}

/**
 * A schema's issues as sentences for the person who wrote the recipe. A key that is missing only because it
 * was misspelt is told once.
 */
export function describeProblems(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): RecipeProblem[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownKeys(schema, issue) : [],
  )
  const misspelt = new Set(
    unknown.flatMap(({ path, meant }) => (meant ? [pathText([...path.slice(0, -1), meant])] : [])),
  )
  const others = issues
    .filter((issue) => issue.code !== 'unrecognized_keys')
    .map((issue) => describe(value, issue))
    .filter(({ path }) => !misspelt.has(pathText(path)))
  return [...unknown.map(({ path, message }) => ({ path, message })), ...others]
}

/** A place in a recipe as people write it: `offline.cases[0].batchSize`. */
export function pathText(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}

function unknownKeys(schema: z.ZodType, issue: z.core.$ZodIssueUnrecognizedKeys) {
  const known = knownKeys(schema, issue.path)
  return issue.keys.map((key) => {
    const meant = closest(key, known)
    const advice = meant
      ? ` (did you mean "${meant}"?)`
      : known.length > 0
        ? `; choose from ${known.join(', ')}`
        : ''
    return { path: [...issue.path, key], meant, message: `unknown key "${key}"${advice}` }
  })
}

function describe(value: unknown, issue: z.core.$ZodIssue): RecipeProblem {
  const { path } = issue
  const key = path.at(-1)
  if (typeof key === 'string' && valueAt(value, path) === undefined) {
    const owner = path.length > 1 ? `"${pathText(path.slice(0, -1))}"` : 'the recipe'
    return { path, message: `${owner} needs the key "${key}"` }
  }
  const [inner, message] = reason(issue)
  const whole = [...path, ...inner]
  return { path: whole, message: whole.length > 0 ? `"${pathText(whole)}": ${message}` : message }
}

/** An issue's own words; of a union's branches, those of the one that fits best. */
function reason(issue: z.core.$ZodIssue): [Path, string] {
  if (issue.code === 'invalid_union') {
    const first = issue.errors.flatMap((branch) => branch.slice(0, 1))
    const deepest = first.find(({ path }) => path.length > 0)
    if (deepest) return [deepest.path, plain(deepest.message)]
    const expected = first.flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : []))
    const only = first.find((inner) => inner.code !== 'invalid_type')
    if (only) return [[], plain(only.message)]
    return [[], expected.length > 0 ? `expected ${expected.join(' or ')}` : plain(issue.message)]
  }
  if (issue.code === 'invalid_key') return [[], issue.issues.map(({ message }) => plain(message)).join(', ')]
  return [[], plain(issue.message)]
}

function plain(message: string): string {
  return message.replace(/^Invalid input: /, '')
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    return typeof inner === 'object' && inner !== null ? (Reflect.get(inner, key) as unknown) : undefined
  }, value)
}
