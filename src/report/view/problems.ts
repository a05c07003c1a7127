import type { Arm } from '../../comparison/arm.js'
import type { PairResult, ProcessRecord } from '../../comparison/launch.js'
import type { RunRecord } from '../../run/record.js'
import type { EndingReason } from '../../comparison/ending-reason.js'
import { clip } from './clip.js'
import { endingWords } from '../words/ending-reasons.js'

/** Something that went wrong, with the end of the log that shows it. */
export interface Problem {
  readonly title: string
  readonly reason: string
  /** Lines of a log; empty where there is none. */
  readonly tail: string
}

const mostTailLines = 40
const mostTailCharacters = 6_000

const processWords: Readonly<Record<ProcessRecord['ending'], string>> = {
  complete: 'ended',
  died: 'died',
  'out-of-memory': 'ran out of memory',
  deadline: 'was stopped at its deadline',
  lost: 'was lost with its Docker Engine',
  killed: 'was killed from outside',
}

const endingTitles = {
  finished: 'The comparison did not finish as planned',
  'build-failed': 'An image did not build',
  failed: 'The comparison failed',
  cancelled: 'The comparison was cancelled',
} as const

/** What ended the whole comparison early, and every stage that was not measured. */
export function problemsOf(record: RunRecord): Problem[] {
  // The head says that it was cancelled.
  const isSaid = (reason: EndingReason | undefined) =>
    record.ending === 'cancelled' && reason?.kind === 'comparison-cancelled'
  const whole =
    record.problem === undefined || isSaid(record.problem)
      ? []
      : [problem(endingTitles[record.ending ?? 'failed'], record.problem)]
  const stages = record.endings
    .filter(({ state, reason }) => state !== 'measured' && !isSaid(reason))
    .map(({ name, state, reason }) =>
      problem(`${name} ${state === 'failed' ? 'failed' : `was ${state}`}`, reason),
    )
  return [...whole, ...stages]
}

/** What went wrong in the processes of a stage: each kind once, with the tail of its latest log. */
export function processProblems(attempts: readonly PairResult[]): Problem[] {
  const kinds = new Map<string, { what: string; count: number; tail: string }>()
  for (const { arm, ended } of endedProcesses(attempts)) {
    const where = ended.culprit === null ? '' : ` in ${clip(ended.culprit)}`
    const what = `${arm} ${processWords[ended.ending]}${where}`
    const count = (kinds.get(what)?.count ?? 0) + 1
    kinds.set(what, { what, count, tail: ended.logTail.join('\n') })
  }
  return [...kinds.values()].map(({ what, count, tail }) => ({
    title: count === 1 ? what : `${what}, ${count} times`,
    reason: '',
    tail: lastOf(tail),
  }))
}

function problem(title: string, reason: EndingReason | undefined): Problem {
  const tail = reason?.kind === 'text' ? (reason.details ?? []) : []
  return {
    title,
    reason: reason === undefined ? '' : clip(endingWords(reason), 1000),
    tail: lastOf(tail.join('\n')),
  }
}

function lastOf(text: string): string {
  return text.trimEnd().slice(-mostTailCharacters).split('\n').slice(-mostTailLines).join('\n')
}

function endedProcesses(attempts: readonly PairResult[]): { arm: Arm; ended: ProcessRecord }[] {
  return attempts
    .flatMap((attempt) => attempt.launches)
    .flatMap(({ arm, processes }) => processes.map((ended) => ({ arm, ended })))
    .filter(({ ended }) => ended.ending !== 'complete')
}
