import type { PairResult } from '../../comparison/launch.js'
import type { Reason } from '../../comparison/reason.js'
import { validPairs } from '../../run/samples.js'
import { reasonWords } from '../words/launch-reasons.js'

/**
 * What a stage's launches say of their own numbers, in sentences: each kind of remark once a case and arm, with
 * how many launches it is about and the figures of the last.
 */
export function launchRemarks(attempts: readonly PairResult[]): string[] {
  const launches = validPairs(attempts).flatMap((pair) => pair.launches)
  const found = new Map<string, { about: string; count: number; last: Reason }>()
  for (const { arm, cases } of launches) {
    for (const { case: name, remarks = [] } of cases) {
      for (const remark of remarks) {
        const about = `${name}, ${arm}`
        const kind = JSON.stringify([about, withoutFigures(remark)])
        found.set(kind, { about, count: (found.get(kind)?.count ?? 0) + 1, last: remark })
      }
    }
  }
  return [...found.values()].map(
    ({ about, count, last }) =>
      `${about}: ${reasonWords(last)} (in ${count} of ${launches.length / 2} launches).`,
  )
}

function withoutFigures(reason: Reason): object {
  return Object.fromEntries(Object.entries(reason).filter(([, value]) => typeof value !== 'number'))
}
