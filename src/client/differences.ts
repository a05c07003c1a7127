import type { ComparisonRequest } from '../comparison/request.js'
import { duration } from '../report/words/duration.js'
import { flagOf } from './request-flags.js'

/** Fields that name the comparison itself: equal ids mean equal fields, however they are written. */
const identity: readonly string[] = ['repository', 'pullRequest', 'base', 'head']
/** A calibration is named by its host; it has one commit and one image. */
const identityOfCalibration: readonly string[] = ['repository', 'hosts', 'head', 'prImage']

/** A flag that says something else than the running comparison was started with. */
export interface Difference {
  flag: string
  running: string
  wanted: string
}

/**
 * In which options two requests for the same comparison differ.
 *
 * @param ignored fields that nobody asked for, such as a folder that the client chose by itself
 */
export function requestDifferences(
  running: ComparisonRequest,
  wanted: ComparisonRequest,
  ignored: readonly (keyof ComparisonRequest)[] = [],
): Difference[] {
  const before = new Map<string, unknown>(Object.entries(running))
  const after = new Map<string, unknown>(Object.entries(wanted))
  const same = wanted.calibrate ? identityOfCalibration : identity
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => !same.includes(field) && !ignored.some((name) => name === field))
    .filter((field) => canonical(before.get(field)) !== canonical(after.get(field)))
    .map((field) => ({
      flag: flagOf(field),
      running: shown(field, before.get(field)),
      wanted: shown(field, after.get(field)),
    }))
}

/** `--pairs 4 (now 8)`, joined. */
export function describeDifferences(differences: readonly Difference[]): string {
  return differences.map(({ flag, running, wanted }) => `${flag} ${running} (now ${wanted})`).join(', ')
}

/** JSON with sorted keys, so that equal values are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  )
}

function shown(field: string, value: unknown): string {
  if (value === undefined) return 'not given'
  if (field === 'recipes') return Array.isArray(value) && value.length > 0 ? 'of other content' : 'none'
  if (field === 'threshold') return `${Number((100 * Number(value)).toFixed(6))} %`
  if (field.endsWith('Seconds')) return duration(1000 * Number(value))
  return Array.isArray(value) ? value.join(',') : canonical(value).replaceAll('"', '')
}
