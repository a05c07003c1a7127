import { singleLine } from '../markdown/text.js'
import type { AccuracyRow } from '../view/accuracy.js'
import { apartWords, type NamedMetric } from '../view/named-metrics.js'
import { shortLabels } from '../view/short-labels.js'
import type { StageView } from '../view/stage-view.js'
import { metricWords } from '../words/metric.js'
import { changeWords, formatSigned } from '../words/numbers.js'
import { disturbedWords, isSingleRun, untestedWords } from '../words/stage.js'
import { verdictWords } from '../words/verdict.js'

/**
 * One line a stage for a terminal, in columns, such as
 * `grok/offline   improvement   decode 24.8 % faster [+23.1, +26.4]   prefill no change (within ±1.2 %;
 * worst BS=1: 1.9 % slower, undecided)   disturbed: pr 0 of 4, main 1 of 4`; and one for each model whose
 * accuracy is too low or not known.
 */
export function terminalLines({
  stages,
  accuracy,
}: {
  readonly stages: readonly StageView[]
  readonly accuracy: readonly AccuracyRow[]
}): string[] {
  return [...stageLines(stages), ...accuracyLines(accuracy)]
}

/** One for each model whose accuracy is too low or not known. */
export function accuracyLines(rows: readonly AccuracyRow[]): string[] {
  return rows
    .filter(({ tone }) => tone !== 'same')
    .map(({ model, verdict, warning }) =>
      singleLine(warning === '' ? `GSM8K accuracy of ${model}: ${verdict}` : warning),
    )
}

function stageLines(stages: readonly StageView[]): string[] {
  const names = padded(stages.map((stage) => singleLine(stage.name)))
  const verdicts = padded(stages.map((stage) => stage.summary.verdict))
  return stages.map((stage, index) => [names[index], verdicts[index], detailOf(stage)].join('   ').trimEnd())
}

function detailOf(stage: StageView): string {
  const { missing, cutShort, judged, metrics, missingCases } = stage
  if (missing !== '') return singleLine(missing)
  const names = shortNames(metrics.map((metric) => singleLine(metric.label)))
  const changes = metrics.map((metric, index) =>
    [`${names[index] ?? ''} ${changeText(metric, stage)}`, ...apartWords(metric, ' ').map(singleLine)].join(
      '; ',
    ),
  )
  const lacking = missingCases.map(({ words, cases }) => `${words}: ${cases.map(singleLine).join('; ')}`)
  const disturbed = judged.launches < 2 ? '' : `disturbed: ${disturbedWords(judged)}`
  return [...changes, untestedWords(judged), disturbed, ...lacking, cutShort]
    .filter((part) => part !== '')
    .join('   ')
}

function changeText({ judgement, apart }: NamedMetric, { judged }: StageView): string {
  const { verdict, change, low, high, worst } = judgement
  if (change === null) return 'missing'
  if (verdict === 'no-change') {
    const labels = shortLabels([...new Set(judged.cells.map((cell) => cell.case))])
    const isTold = apart.some(({ cell }) => cell.case === worst?.case)
    const named = worst && { ...worst, case: singleLine(labels.get(worst.case) ?? worst.case) }
    const words = metricWords({ ...judgement, worst: isTold ? null : named })
    return `no change (${[words.bound, words.worst].filter((part) => part !== '').join('; ')})`
  }
  const range = low === null || high === null ? '' : ` [${formatSigned(low)}, ${formatSigned(high)}]`
  const isSaid = verdict === judged.verdict || (isSingleRun(judged) && verdict === 'unresolved')
  return `${changeWords(change)}${range}${isSaid ? '' : ` ${verdictWords(verdict)}`}`
}

/** `decode` for `Median Decode Latency`, where no two metrics get the same name. */
function shortNames(labels: readonly string[]): string[] {
  const short = labels.map((label) => {
    const words = label.replace(/^Median /, '').replace(/ (Latency|Throughput)$/, '')
    return words === words.toUpperCase() ? words : words.toLowerCase()
  })
  return new Set(short).size === short.length ? short : [...labels]
}

function padded(texts: readonly string[]): string[] {
  const width = Math.max(0, ...texts.map((text) => text.length))
  return texts.map((text) => text.padEnd(width))
}
