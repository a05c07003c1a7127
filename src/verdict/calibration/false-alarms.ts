import { arms } from '../../comparison/arm.js'
import { looksOf } from '../looks.js'
import type { Sample } from '../../comparison/samples.js'
import { at } from '../statistics/at.js'
import { randomFrom } from '../statistics/random.js'
import { looksAt } from '../statistics/spending.js'
import { arrange } from '../arrange.js'
import { judgeStages, judgeToTheEnd, type StageVerdicts } from '../judge-stages.js'
import { measureStage, type MeasuredStage } from '../measure.js'
import { rulesOf, type Rules } from '../options.js'
import { splitSaturated } from '../saturated.js'
import { singleRatioVerdict } from '../single-run.js'
import type { StageTables } from '../tables.js'
import { foresight } from '../tuning.js'
import { attemptsWanted } from '../wanted.js'
import { isDifference, type Verdict } from '../verdicts.js'
import type { FalseAlarms } from './calibration.js'
import { firstAttempts, swapArms } from './relabel.js'

const { relabellings: mostReports } = foresight

/**
 * How often launches of the same code would have been taken for a change. Both arms are the same, so
 * swapping main and pr within any of the pairs gives a report that is as likely as the one that was
 * measured (the randomisation argument of Fisher 1935): every relabelling, or 128 drawn of them, is judged
 * as a comparison would have been, look by look up to the pairs that there are. Beside it, what one pair
 * and the threshold alone would have marked, as the historical tool did.
 * @throws OptionError, for a threshold that cannot be judged by
 */
export function falseAlarms(samples: readonly Sample[], threshold: number): FalseAlarms {
  const stages = arrange(samples).stages.map(splitSaturated)
  const numbers = [...new Set(stages.flatMap(({ attempts }) => attempts.map(({ pair }) => pair)))].sort(
    (left, right) => left - right,
  )
  const rules = rulesOf({
    threshold,
    looks: looksOf({ maxPairs: Math.max(1, numbers.length) }),
    checks: false,
  })
  const found = { reports: 0, words: 0, marks: 0, ...singlePairs(stages, threshold) }
  if (numbers.length < 2) return found
  for (const mask of masks(numbers.length - 1)) {
    const swapped = new Set(numbers.filter((_, index) => mask[index - 1] === true))
    const words = runLive(
      stages.map((tables) => swapArms(tables, swapped)),
      rules,
    )
    found.reports += 1
    if (words.some(isDifference)) found.words += 1
    if (words.some((word) => word === 'regression' || word === 'improvement')) found.marks += 1
  }
  return found
}

/**
 * Which of so many pairs are swapped: all ways where they are few, else a fixed draw; never the same way
 * twice.
 */
function masks(pairs: number): boolean[][] {
  const ways = 2 ** pairs
  const random = randomFrom(pairs)
  const chosen = new Set<number>()
  while (chosen.size < Math.min(ways, mostReports))
    chosen.add(ways <= mostReports ? chosen.size : Math.floor(random.uniform() * ways))
  return [...chosen].map((way) =>
    Array.from({ length: pairs }, (_, bit) => Math.floor(way / 2 ** bit) % 2 === 1),
  )
}

/**
 * The words of a comparison that stops each stage where it is settled; where its launches are used up, its
 * last look is taken.
 */
function runLive(tables: readonly StageTables[], rules: Rules): Verdict[] {
  const looks = looksAt(rules.looks)
  const taken = tables.map(({ attempts }) => Math.min(at(looks, 0).pairs, attempts.length))
  const stages = tables.map((stage, index) =>
    measureStage(firstAttempts(stage, at(taken, index)), looks, rules),
  )
  for (;;) {
    const verdicts = judgeStages(stages, looks)
    const more = stages.flatMap((stage, index) => {
      const { settled } = at(verdicts, index)
      const wanted = attemptsWanted(at(taken, index), stage.judged.length, settled, looks)
      const available = Math.min(wanted, at(tables, index).attempts.length)
      return available > at(taken, index) ? [{ index, available }] : []
    })
    if (more.length === 0) {
      const ended = judgeToTheEnd(stages, looks)
      return wordsOf(ended.stages, ended.verdicts)
    }
    for (const { index, available } of more) {
      taken[index] = available
      stages[index] = measureStage(firstAttempts(at(tables, index), available), looks, rules)
    }
  }
}

function wordsOf(stages: readonly MeasuredStage[], verdicts: readonly StageVerdicts[]): Verdict[] {
  return stages.flatMap(({ metrics }, stage) =>
    metrics.flatMap(({ judged }, position) => {
      const { metrics: words, cells } = at(verdicts, stage)
      return judged ? [at(words, position), ...at(cells, position)] : []
    }),
  )
}

/**
 * Every complete attempt of all stages judged alone: a change of any deciding cell beyond the threshold is
 * marked.
 */
function singlePairs(
  stages: readonly StageTables[],
  threshold: number,
): Pick<FalseAlarms, 'singlePairs' | 'singleMarks'> {
  const rules = rulesOf({ threshold, looks: [1], checks: false })
  let singlePairs = 0
  let singleMarks = 0
  for (const stage of stages) {
    const { metrics } = measureStage(stage, looksAt(rules.looks), rules)
    for (const index of stage.attempts.keys()) {
      const ratios = metrics
        .filter(({ gating }) => gating)
        .flatMap(({ table: { cases, logs } }) =>
          cases.flatMap((_, column) => {
            const [main, pr] = arms.map((arm) => logs[arm][index]?.[column] ?? null)
            return main == null || pr == null ? [] : [pr - main]
          }),
        )
      if (ratios.length > 0) singlePairs += 1
      if (ratios.some((ratio) => singleRatioVerdict(ratio, threshold) !== 'unresolved')) singleMarks += 1
    }
  }
  return { singlePairs, singleMarks }
}
