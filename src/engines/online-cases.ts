import { z } from 'zod'
import type { OnlineSection } from './online-section.js'
import { firstOfEachName } from './recipe-parts.js'

/** How the requests of an online case come: at a rate (requests/s), or so many at a time. */
const onlineLoadSchema = z.union([
  z.strictObject({ requestRate: z.number().positive() }),
  z.strictObject({ maxConcurrency: z.int().positive() }),
])

/** One online case: a load of requests of fixed lengths (tokens) on a server. */
export const onlineCaseSchema = z.strictObject({
  name: z.string(),
  load: onlineLoadSchema,
  prompts: z.int().positive(),
  inputLength: z.int().positive(),
  outputLength: z.int().positive(),
})

export type OnlineLoad = z.infer<typeof onlineLoadSchema>
export type OnlineCase = z.infer<typeof onlineCaseSchema>

type CaseGroup = OnlineSection['cases'][number]

/**
 * The load's name in reports, samples.csv and case files, in the words of the historical files: `request rate
 * 4`.
 */
export function onlineLoadName(load: OnlineLoad): string {
  return 'requestRate' in load ? `request rate ${load.requestRate}` : `concurrency ${load.maxConcurrency}`
}

/** The historical tool's numbers of prompts: five minutes of a rate, 2,400 at most. */
const historicalSeconds = 300
const historicalMost = 2400

/**
 * What it sent at a concurrency; few at a time take long, and fewer of them give an equally steady median.
 */
const promptsOfMany = 500
const promptsOfFew = 128
const few = 16

/**
 * The online cases of a recipe, in the recipe's order. Where a recipe does not say how many prompts a case
 * has, a rate lasts as many seconds as the recipe says, or with `historical` as long as the historical tool
 * let it.
 */
export function onlineCases(
  online: Pick<OnlineSection, 'cases' | 'secondsPerRate'>,
  { historical }: { historical: boolean },
): OnlineCase[] {
  const groups = online.cases.filter((group) => historical || !group.historicalOnly)
  const cases = groups.flatMap((group) =>
    loadsOf(group).map((load) => ({
      load,
      prompts: group.prompts ?? promptsOf(load, historical ? undefined : online.secondsPerRate),
      inputLength: group.inputLength,
      outputLength: group.outputLength,
    })),
  )
  return firstOfEachName(cases.map((entry) => ({ name: nameOf(entry, cases), ...entry })))
}

/** So long answers are enough to warm up: what the first run of a load is slow at comes before them. */
const warmUpTokens = 128

/**
 * A short run of each load, which nobody measures: the first one on a fresh server is 6 to 8 % off in time to
 * first token, and several times as slow where kernels are compiled for it.
 */
export function loadWarmUps(
  { loadWarmUpSeconds: seconds }: Pick<OnlineSection, 'loadWarmUpSeconds'>,
  cases: readonly OnlineCase[],
): OnlineCase[] {
  if (seconds === 0) return []
  return cases.map((entry) => {
    const { load, prompts, outputLength } = entry
    const most = 'requestRate' in load ? Math.ceil(load.requestRate * seconds) : load.maxConcurrency
    return { ...entry, prompts: Math.min(prompts, most), outputLength: Math.min(outputLength, warmUpTokens) }
  })
}

/**
 * For how much longer the requests of these cases come than those of the recipe's own plan do, in seconds:
 * what it expects of a case is said of its own number of prompts. Negative where they come for less long.
 */
export function longerArrivals(online: OnlineSection, cases: readonly OnlineCase[]): number {
  const usual = new Map(
    onlineCases(online, { historical: false }).map((entry) => [entry.name, entry.prompts]),
  )
  return cases.reduce((total, { name, load, prompts }) => {
    if (!('requestRate' in load)) return total
    return total + (prompts - (usual.get(name) ?? prompts)) / load.requestRate
  }, 0)
}

function loadsOf({ requestRate = [], maxConcurrency = [] }: CaseGroup): OnlineLoad[] {
  return [
    ...requestRate.map((rate) => ({ requestRate: rate })),
    ...maxConcurrency.map((concurrency) => ({ maxConcurrency: concurrency })),
  ]
}

/** @param seconds how long a rate lasts; undefined for the historical length */
function promptsOf(load: OnlineLoad, seconds: number | undefined): number {
  if ('maxConcurrency' in load) return load.maxConcurrency <= few ? promptsOfFew : promptsOfMany
  const wanted =
    seconds === undefined
      ? Math.min(historicalSeconds * load.requestRate, historicalMost)
      : seconds * load.requestRate
  return Math.max(1, Math.ceil(wanted))
}

/** The load alone, as in the historical files; with the lengths where a recipe has it with several. */
function nameOf(entry: Omit<OnlineCase, 'name'>, all: readonly Omit<OnlineCase, 'name'>[]): string {
  const name = onlineLoadName(entry.load)
  const isAmbiguous = all.some(
    (other) => onlineLoadName(other.load) === name && !hasSameLengths(other, entry),
  )
  if (!isAmbiguous) return name
  return `${name}, IL=${entry.inputLength}, OL=${entry.outputLength}`
}

function hasSameLengths(left: Omit<OnlineCase, 'name'>, right: Omit<OnlineCase, 'name'>): boolean {
  return left.inputLength === right.inputLength && left.outputLength === right.outputLength
}
