import type { CaseResult, ProcessRecord } from '../comparison/launch.js'
import type { Reason } from '../comparison/reason.js'

/** A case whose process died in it is tried once more; lack of memory will not change by trying. */
const deathsAllowed = 1

/** All that is asked of a case here. */
interface NamedCase {
  readonly name: string
}

const blameless: ReadonlySet<ProcessRecord['ending']> = new Set(['complete', 'lost', 'killed'])

/** The cases that still have neither numbers nor a reason why there are none, in the stage's order. */
export function unfinishedCases(
  cases: readonly NamedCase[],
  finished: ReadonlyMap<string, CaseResult>,
): NamedCase[] {
  return cases.filter((entry) => !finished.has(entry.name))
}

/**
 * The cases to give up after the processes that ended so far: their process died in them twice, or once for
 * lack of memory. A process that died before its first case counts for all cases that it was started for.
 */
export function casesGivenUp(
  unfinished: readonly NamedCase[],
  ended: readonly ProcessRecord[],
): CaseResult[] {
  return unfinished.flatMap((entry): CaseResult[] => {
    const reason = reasonToGiveUp(entry.name, ended)
    return reason === undefined ? [] : [{ case: entry.name, values: null, reason, repeats: [] }]
  })
}

function reasonToGiveUp(name: string, ended: readonly ProcessRecord[]): Reason | undefined {
  const blamed = ended.filter(
    (record) =>
      !blameless.has(record.ending) && (record.culprit ?? name) === name && record.cases.includes(name),
  )
  if (blamed.some((record) => record.ending === 'out-of-memory')) return { kind: 'out-of-memory' }
  const last = blamed.at(-1)
  if (last === undefined || blamed.length <= deathsAllowed) return undefined
  const how = { times: blamed.length, begun: last.culprit !== null }
  return last.ending === 'deadline'
    ? { kind: 'process-deadline', ...how }
    : { kind: 'process-died', ...how, exitCode: last.exitCode }
}
