import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readNights, type Stretch } from './nights.js'
import { replay, finds, type Replayed } from './replay.js'
import { quietStretches, steps } from './stretches.js'

/*
 * npm run bench:nights -- [--data ../shared/data] [--draws 300] [--quiet-draws 600] [--seed 7]
 * Replays real nights of MI300X hosts: what the verdict makes of known steps, and of nothing. Prints a table,
 * how the goals fared, and one JSON line. The nights are no part of the repository.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    draws: { type: 'string', default: '300' },
    'quiet-draws': { type: 'string', default: '600' },
    seed: { type: 'string', default: '7' },
  },
})

const file = join(options.data, 'mi300x-runs.csv')
if (!existsSync(file)) {
  console.error(`there is no ${file}: name the folder that holds mi300x-runs.csv with --data`)
  process.exit(2)
}
const nightsOf = readNights(readFileSync(file, 'utf8'))
const seed = Number(options.seed)
/** Shorter stretches are shown; so few nights come again and again. */
const fewestNights = 8

const found = steps.map(({ before, after, metrics }) => {
  const nights = { main: nightsOf(before), pr: nightsOf(after) }
  const replays = draw(Number(options.draws), (own) => replay(before, nights, own))
  return {
    step: `${nameOf(before)} to ${after.from}..${after.to}`,
    found: Object.fromEntries(
      metrics.map((metric) => [metric, share(replays, (each) => finds(each, [metric]))]),
    ),
    atFourPairs: share(replays, ({ launches }) => launches <= 8),
    launches: launchesOf(replays),
  }
})

const quiet = quietStretches.map((stretch) => {
  const nights = nightsOf(stretch)
  const replays = draw(Number(options['quiet-draws']), (own) =>
    replay(stretch, { main: nights, pr: nights }, own),
  )
  const words = replays.flatMap((each) => [...each.words.values()])
  return {
    ...{ stretch: nameOf(stretch), nights: nights.length, isJudged: nights.length >= fewestNights },
    differs: share(replays, (each) => finds(each, [...each.words.keys()])),
    noChange: words.filter((word) => word === 'no-change').length / words.length,
    launches: launchesOf(replays),
  }
})

const judged = quiet.filter(({ isJudged }) => isJudged)
const pooled = (figure: (one: (typeof quiet)[number]) => number) =>
  judged.reduce((sum, one) => sum + figure(one), 0) / judged.length
const goals = [
  ...found.flatMap((one) => [
    ...Object.entries(one.found).map(([metric, is]) => goal(`${one.step}: ${metric} found`, is, '>=', 0.98)),
    goal(`${one.step}: settled at four pairs`, one.atFourPairs, '>=', 0.9),
    goal(`${one.step}: launches`, one.launches, '<=', 8.5),
  ]),
  goal(
    'nothing changed, pooled: reports with a difference',
    pooled(({ differs }) => differs),
    '<=',
    0.01,
  ),
  goal(
    'nothing changed, pooled: metrics with "no change"',
    pooled(({ noChange }) => noChange),
    '>=',
    0.97,
  ),
  goal(
    'nothing changed, pooled: launches',
    pooled(({ launches }) => launches),
    '<=',
    7,
  ),
  ...judged.map((one) => goal(`nothing changed, ${one.stretch}: launches`, one.launches, '<=', 8)),
]
console.table(found.map(({ found: metrics, ...rest }) => ({ ...rest, ...metrics })))
console.table(quiet)
for (const { text, isMet } of goals) console.log(`${isMet ? 'holds ' : 'MISSED'} ${text}`)
console.log(JSON.stringify({ seed, found, quiet, missed: goals.filter(({ isMet }) => !isMet).length }))

function draw(count: number, once: (seed: number) => Replayed): Replayed[] {
  return Array.from({ length: count }, (_, index) => once(seed * 1_000_003 + index))
}

function share(replays: readonly Replayed[], is: (one: Replayed) => boolean): number {
  return replays.filter(is).length / replays.length
}

function launchesOf(replays: readonly Replayed[]): number {
  return replays.reduce((sum, { launches }) => sum + launches, 0) / replays.length
}

function goal(name: string, is: number, relation: '<=' | '>=', bound: number) {
  const isMet = relation === '<=' ? is <= bound : is >= bound
  return { text: `${name}: ${is.toFixed(3)} ${relation} ${bound}`, isMet }
}

function nameOf({ model, from, to }: Stretch): string {
  return `${model} ${from}..${to}`
}
