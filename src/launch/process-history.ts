import type { CaseResult, ProcessRecord } from '../comparison/launch.js'

/** A case whose process died in it is tried once more; lack of memory will not change by trying. */
const deathsAllowed = 1

/** All that is asked of a case here. */
interface NamedCase {
  readonly name: string
}

const blameless: ReadonlySet<ProcessRecord['ending']> = new Set(['complete', 'lost', 'killed'])

/** The cases that still have neither numbers nor a reason why there are none, in the stage's order. */
export function unfinishedCases<Case extends NamedCase>(
  cases: readonly Case[],
  finished: ReadonlyMap<string, CaseResult>,
): Case[] {
  return cases.filter((entry) => !finished.has(entry.name))
}

/**
 * The cases to give up after the processes that ended so far: their process died in them twice, or once for
 * lack of memory. A process that died before its first case counts for all cases that it was started for.
 */
export function casesGivenUp(
  unfinished: readonly NamedCase[],
  ended: readonly ProcessRecord[],
  program: 'process' | 'server' = 'process',
): CaseResult[] {
  return unfinished.flatMap((entry): CaseResult[] => {
    const reason = reasonToGiveUp(entry.name, ended, program)
    return reason === undefined ? [] : [{ case: entry.name, values: null, reason, repeats: [] }]
  })
}

function reasonToGiveUp(name: string, ended: readonly ProcessRecord[], program: string): string | undefined {
  const blamed = ended.filter(
    (record) =>
      !blameless.has(record.ending) && (record.culprit ?? name) === name && record.cases.includes(name),
  )
  if (blamed.some((record) => record.ending === 'out-of-memory')) return 'out of memory'
  if (blamed.length <= deathsAllowed) return undefined
  const last = blamed.at(-1)
  if (last === undefined) return undefined
  const where = last.culprit === null ? 'before its first case' : 'in this case'
  return last.ending === 'deadline'
    ? `its ${program} ran into its deadline ${blamed.length} times ${where}`
    : `its ${program} died ${blamed.length} times ${where}${exitOf(last)}`
}

function exitOf(record: ProcessRecord): string {
  if (record.exitCode === null || record.exitCode === 0) return ''
  return record.exitCode > 128 ? ` (signal ${record.exitCode - 128})` : ` (exit code ${record.exitCode})`
}
