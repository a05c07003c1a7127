import { arms, type Arm } from '../comparison/arm.js'
import type { LaunchResult, PairResult } from '../comparison/launch.js'
import { countedPairs } from '../run/samples.js'
import { engineDifferences } from './engine-differences.js'

/**
 * What a stage's launches say of their own numbers, in sentences: each kind of remark once a case, with how many
 * launches of each arm it is about and from which to which figure it goes, and once for each arm where these are apart;
 * and what the engines of the two arms resolved differently.
 */
export function launchRemarks(attempts: readonly PairResult[]): string[] {
  const launches = countedPairs(attempts).flatMap((pair) => pair.launches)
  return [...caseRemarks(launches), ...engineDifferences(launches)]
}

/** A remark of one case in one arm, from launch to launch. */
interface Remarks {
  readonly name: string
  readonly arm: Arm
  readonly texts: string[]
}

const figure = /\d+(?:\.\d+)?/g

function caseRemarks(launches: readonly LaunchResult[]): string[] {
  const kinds = new Map<string, Map<Arm, Remarks>>()
  for (const { arm, cases } of launches) {
    for (const { case: name, remarks = [] } of cases) {
      for (const remark of remarks) {
        const kind = `${name}: ${remark.replaceAll(figure, '#')}`
        const known = kinds.get(kind) ?? new Map<Arm, Remarks>()
        const own = known.get(arm) ?? { name, arm, texts: [] }
        own.texts.push(remark)
        kinds.set(kind, known.set(arm, own))
      }
    }
  }
  return [...kinds.values()].flatMap((byArm) => {
    const found = arms.flatMap((arm) => byArm.get(arm) ?? [])
    return areApart(found) ? found.map((own) => sentence([own], launches)) : [sentence(found, launches)]
  })
}

function sentence(found: readonly Remarks[], launches: readonly LaunchResult[]): string {
  const ranges = rangesOf(found.flatMap(({ texts }) => texts))
  const [first] = found
  let place = 0
  const text = first?.texts[0]?.replaceAll(figure, () => {
    const [low, high] = ranges[place++] ?? ['', '']
    return low === high ? low : `${low} to ${high}`
  })
  const where = found.map(({ arm, texts }) => {
    const all = launches.filter((launch) => launch.arm === arm).length
    return `${arm} in ${texts.length} of ${all} launches`
  })
  return `${first?.name ?? ''}: ${text ?? ''} (${where.join(', ')}).`
}

/** Whether all of one arm's figures lie beyond all of the other's, in any place of the remark. */
function areApart(found: readonly Remarks[]): boolean {
  const [main, pr] = found.map(({ texts }) => rangesOf(texts))
  if (main === undefined || pr === undefined) return false
  return main.some(([low, high], place) => {
    const [lowest = low, highest = high] = pr[place] ?? []
    return Number(high) < Number(lowest) || Number(highest) < Number(low)
  })
}

/** The least and the greatest figure in each place of remarks that are alike but for their figures, as printed. */
function rangesOf(texts: readonly string[]): [low: string, high: string][] {
  const rows = texts.map((text) => text.match(figure) ?? [])
  return (rows[0] ?? []).map((_, place) => {
    const figures = rows.map((row) => row[place] ?? '').sort((left, right) => Number(left) - Number(right))
    return [figures[0] ?? '', figures.at(-1) ?? '']
  })
}
