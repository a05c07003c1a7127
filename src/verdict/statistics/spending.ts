import { budgets, plannedLooks } from '../tuning.js'
import { at } from './at.js'

/** What one look may spend of the three budgets of error. */
export interface Shares {
  /** Of naming a difference of a stage's metric where there is none; the whole family, both directions. */
  readonly difference: number
  /** Of claiming "no change" where the change lies at the margin or beyond; one stage's metric. */
  readonly equivalence: number
  /** Of naming a single case where nothing changed; the whole family, both directions. */
  readonly cells: number
}

/** A look: the number of valid pairs at which it is taken, and its shares. */
export interface Look extends Shares {
  readonly pairs: number
}

/** The looks taken unless asked otherwise, in pairs. */
export const defaultLooks: readonly number[] = plannedLooks.map((look) => look.pairs)

const usualLast = at(plannedLooks, plannedLooks.length - 1)
const beforeUsualLast = at(plannedLooks, plannedLooks.length - 2)

function eachShare(of: (share: keyof Shares) => number): Shares {
  return { difference: of('difference'), equivalence: of('equivalence'), cells: of('cells') }
}

/**
 * What the plan has spent once `pairs` pairs are in. Where the last look comes later than the planned one,
 * the planned one's share is spread over the pairs up to it, evenly from the planned look before.
 */
function spentBy(pairs: number, last: number): Shares {
  const taken = plannedLooks.filter((look) => look.pairs <= pairs && look !== usualLast)
  const since = (pairs - beforeUsualLast.pairs) / (Math.max(last, usualLast.pairs) - beforeUsualLast.pairs)
  const ofLast = pairs < usualLast.pairs ? 0 : since
  return eachShare((share) => taken.reduce((sum, look) => sum + look[share], 0) + ofLast * usualLast[share])
}

/**
 * The looks at these numbers of pairs (ascending, whole, 1 or more) with their shares: each spends what the
 * plan would have spent since the look before, the last one all that is left. So the shares of any looks
 * add up to the budgets, and a single look has the whole of them (error spending: Lan and DeMets 1983).
 */
export function looksAt(pairs: readonly number[]): Look[] {
  const last = pairs.at(-1) ?? 0
  let before = eachShare(() => 0)
  return pairs.map((count) => {
    const spent = count === last ? budgets : spentBy(count, last)
    const since = before
    before = spent
    return { pairs: count, ...eachShare((share) => spent[share] - since[share]) }
  })
}

/** A variance takes two pairs. */
const fewestPairs = 2

/** The look that a stage has reached, and whether none will follow. */
export interface ReachedLook extends Look {
  readonly last: boolean
}

/**
 * The look that so many valid pairs have reached; undefined before the first. `final` says that no pair
 * will follow: then what the looks not taken would have spent is spent at once, so the sum stays within the
 * budgets; two pairs are enough.
 */
export function lookReached(looks: readonly Look[], pairs: number, final: boolean): ReachedLook | undefined {
  const index = looks.findLastIndex((look) => look.pairs <= pairs)
  if (index < 0) return final && pairs >= fewestPairs ? { pairs, ...budgets, last: true } : undefined
  if (!final) return { ...at(looks, index), last: index === looks.length - 1 }
  const left = looks.slice(index)
  const shares = eachShare((share) => left.reduce((sum, look) => sum + look[share], 0))
  return { pairs: at(looks, index).pairs, ...shares, last: true }
}

/** The first look beyond so many valid pairs; undefined after the last. */
export function nextLook(looks: readonly Look[], pairs: number): Look | undefined {
  return looks.find((look) => look.pairs > pairs)
}
