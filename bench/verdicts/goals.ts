import type { Row } from './rows.js'

/** A goal, and how the simulation did where it did worst. */
export interface GoalOutcome {
  readonly goal: string
  /** The worst figure, and where it was met. */
  readonly worst: number
  readonly where: string
  readonly holds: boolean
  /** Every place where the goal is missed. */
  readonly missed: readonly string[]
}

interface Goal {
  readonly goal: string
  readonly applies: (row: Row) => boolean
  readonly figure: (row: Row) => number | undefined
  readonly atMost?: number
  readonly atLeast?: number
}

const rough = new Set(['bimodal', 'disturbed'])
/** Noise that is shown beside the goals: they were set without it. */
const beyond = new Set(['uneven', 'halfSlow', 'mostlySlow'])
const twoStates = new Set(['halfSlow', 'mostlySlow'])
const ours = new Set(['prbench', 'prbench calibrated'])
const isCalm = ({ noise, rule }: Row) => !rough.has(noise) && !beyond.has(noise) && ours.has(rule)
const isRough = ({ noise, rule }: Row) => rough.has(noise) && ours.has(rule)
const calmIn =
  (...names: string[]) =>
  (row: Row) =>
    isCalm(row) && names.includes(row.scenario)
const roughIn =
  (...names: string[]) =>
  (row: Row) =>
    isRough(row) && names.includes(row.scenario)
const isCalmNoise = (noise: string) => !rough.has(noise) && !beyond.has(noise)
const launchesOf = (noise: (name: string) => boolean, rule: string) => (row: Row) =>
  noise(row.noise) && row.rule === rule && row.scenario === 'nothing'

const goals: readonly Goal[] = [
  {
    goal: 'false words, calm noise',
    applies: calmIn('nothing'),
    figure: (row) => row.wrongWords,
    atMost: 0.015,
  },
  {
    goal: 'false marks, calm noise',
    applies: calmIn('nothing'),
    figure: (row) => row.wrongMarks,
    atMost: 0.005,
  },
  {
    goal: 'wrong words on unchanged stages, calm noise',
    applies: (row) => isCalm(row) && row.scenario !== 'nothing',
    figure: (row) => row.wrongWords,
    atMost: 0.03,
  },
  {
    goal: '3 % found, calm noise',
    applies: calmIn('slower3', 'slower3Hardest'),
    figure: (row) => row.found,
    atLeast: 0.98,
  },
  {
    goal: '7 % and a single case of 10 % found, calm noise',
    applies: calmIn('slower7', 'slower7Hardest', 'oneCase'),
    figure: (row) => row.found,
    atLeast: 0.99,
  },
  {
    goal: '"no change" at exactly -5 %, calm noise',
    applies: calmIn('atMargin'),
    figure: (row) => row.noChange,
    atMost: 0.02,
  },
  { goal: 'intervals cover, calm noise', applies: isCalm, figure: (row) => row.coverage, atLeast: 0.95 },
  {
    goal: 'launches a stage, calm noise',
    applies: launchesOf(isCalmNoise, 'prbench'),
    figure: (row) => row.launches,
    atMost: 9.5,
  },
  {
    goal: 'launches a stage, calm noise, calibrated',
    applies: launchesOf(isCalmNoise, 'prbench calibrated'),
    figure: (row) => row.launches,
    atMost: 8,
  },
  {
    goal: 'false words, bimodal and disturbed',
    applies: roughIn('nothing'),
    figure: (row) => row.wrongWords,
    atMost: 0.02,
  },
  {
    goal: '3 % found, bimodal and disturbed',
    applies: roughIn('slower3', 'slower3Hardest'),
    figure: (row) => row.found,
    atLeast: 0.97,
  },
  {
    goal: 'launches a stage, bimodal',
    applies: launchesOf((noise) => noise === 'bimodal', 'prbench'),
    figure: (row) => row.launches,
    atMost: 15,
  },
  {
    goal: 'launches a stage, disturbed',
    applies: launchesOf((noise) => noise === 'disturbed', 'prbench'),
    figure: (row) => row.launches,
    atMost: 11,
  },
  {
    goal: 'false words, hosts of two states',
    applies: (row) => twoStates.has(row.noise) && ours.has(row.rule) && row.scenario === 'nothing',
    figure: (row) => row.wrongWords,
    atMost: 0.02,
  },
  {
    goal: 'false words, calibrated on half of the noise',
    applies: (row) => row.rule === 'prbench calibrated at half' && row.scenario === 'nothing',
    figure: (row) => row.wrongWords,
    atMost: 0.05,
  },
]

/** How each goal fared over these rows; goals that no row speaks to are left out. */
export function checkGoals(rows: readonly Row[]): GoalOutcome[] {
  return goals.flatMap((goal) => {
    const met = rows.filter(goal.applies).flatMap((row) => {
      const figure = goal.figure(row)
      return figure === undefined ? [] : [{ figure, where: `${row.noise}, ${row.scenario}, ${row.rule}` }]
    })
    const holdsAt = (figure: number) =>
      figure <= (goal.atMost ?? Infinity) && figure >= (goal.atLeast ?? -Infinity)
    const order = goal.atMost === undefined ? 1 : -1
    const [worst] = [...met].sort((a, b) => order * (a.figure - b.figure))
    if (worst === undefined) return []
    const missed = met
      .filter(({ figure }) => !holdsAt(figure))
      .map(({ figure, where }) => `${where}: ${figure.toFixed(3)}`)
    const bound = goal.atMost === undefined ? `>= ${goal.atLeast ?? 0}` : `<= ${goal.atMost}`
    return [
      {
        goal: `${goal.goal} ${bound}`,
        worst: worst.figure,
        where: worst.where,
        holds: missed.length === 0,
        missed,
      },
    ]
  })
}
