import { arms } from '../comparison/arm.js'
import type { LaunchResult, PairResult } from '../comparison/launch.js'
import { countedPairs } from '../results/samples.js'
import { engineDifferences } from './engine-differences.js'

/**
 * What a stage's launches say of their own numbers, in sentences: each kind of remark once a case, with how many
 * launches of each arm it is about; and what the engines of the two arms resolved differently.
 */
export function launchRemarks(attempts: readonly PairResult[]): string[] {
  const launches = countedPairs(attempts).flatMap((pair) => pair.launches)
  return [...caseRemarks(launches), ...engineDifferences(launches)]
}

function caseRemarks(launches: readonly LaunchResult[]): string[] {
  const kinds = new Map<string, { text: string; counts: Record<LaunchResult['arm'], number> }>()
  for (const { arm, cases } of launches) {
    for (const { case: name, remarks = [] } of cases) {
      for (const remark of remarks) {
        const kind = `${name}: ${remark.replaceAll(/\d+/g, '#')}`
        const known = kinds.get(kind) ?? { text: `${name}: ${remark}`, counts: { main: 0, pr: 0 } }
        known.counts[arm] += 1
        kinds.set(kind, known)
      }
    }
  }
  return [...kinds.values()].map(({ text, counts }) => {
    const where = arms.flatMap((arm) => {
      const all = launches.filter((launch) => launch.arm === arm).length
      return counts[arm] === 0 ? [] : [`${arm} in ${String(counts[arm])} of ${String(all)} launches`]
    })
    return `${text} (${where.join(', ')}).`
  })
}
