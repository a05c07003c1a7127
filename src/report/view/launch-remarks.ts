import { arms, type Arm } from '../../comparison/arm.js'
import type { LaunchResult, PairResult } from '../../comparison/launch.js'
import { validPairs } from '../../run/samples.js'
import type { Reason } from '../../comparison/reason.js'
import { reasonWords } from '../words/launch-reasons.js'
import { engineDifferences } from './engine-differences.js'

/**
 * What a stage's launches say of their own numbers, in sentences: each kind of remark once a case, with how
 * many launches of each arm it is about and from which to which figure it goes, and once for each arm where
 * these are apart; and what the engines of the two arms resolved differently.
 */
export function launchRemarks(attempts: readonly PairResult[]): string[] {
  const launches = validPairs(attempts).flatMap((pair) => pair.launches)
  return [...caseRemarks(launches), ...engineDifferences(launches)]
}

/** The remarks of one kind on one case in one arm, from launch to launch. */
interface Remarks {
  readonly name: string
  readonly arm: Arm
  readonly remarks: Reason[]
}

function caseRemarks(launches: readonly LaunchResult[]): string[] {
  const kinds = new Map<string, Map<Arm, Remarks>>()
  for (const { arm, cases } of launches) {
    for (const { case: name, remarks = [] } of cases) {
      for (const remark of remarks) {
        const kind = JSON.stringify([name, withoutFigures(remark)])
        const known = kinds.get(kind) ?? new Map<Arm, Remarks>()
        const own = known.get(arm) ?? { name, arm, remarks: [] }
        own.remarks.push(remark)
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
  const remarks = found.flatMap((own) => own.remarks)
  const where = found.map(({ arm, remarks: own }) => {
    const all = launches.filter((launch) => launch.arm === arm).length
    return `${arm} in ${own.length} of ${all} launches`
  })
  const [first] = remarks
  if (first === undefined) return ''
  const text = reasonWords(extreme(first, remarks, Math.min), extreme(first, remarks, Math.max))
  return `${found[0]?.name ?? ''}: ${text} (${where.join(', ')}).`
}

/** Whether all of one arm's figures lie beyond all of the other's, in any one of them. */
function areApart(found: readonly Remarks[]): boolean {
  const [main, pr] = found.map(({ remarks }) => remarks.map(figuresOf))
  if (main === undefined || pr === undefined) return false
  return Object.keys(main[0] ?? {}).some((figure) => {
    const [left, right] = [main, pr].map((all) => all.flatMap((figures) => figures[figure] ?? []))
    if (left === undefined || right === undefined) return false
    return Math.max(...left) < Math.min(...right) || Math.max(...right) < Math.min(...left)
  })
}

/** A remark with the least, or the greatest, of each figure. */
function extreme(like: Reason, remarks: readonly Reason[], pick: (...figures: number[]) => number): Reason {
  const figures = Object.keys(figuresOf(like)).map((figure) => [
    figure,
    pick(...remarks.flatMap((remark) => figuresOf(remark)[figure] ?? [])),
  ])
  return { ...like, ...Object.fromEntries(figures) } as Reason
}

function figuresOf(reason: Reason): Record<string, number> {
  return Object.fromEntries(
    Object.entries(reason).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
  )
}

function withoutFigures(reason: Reason): object {
  return Object.fromEntries(Object.entries(reason).filter(([, value]) => typeof value !== 'number'))
}
