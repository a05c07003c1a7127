import type { AccuracyRow } from './accuracy.js'
import { cellsText, markedVerdicts } from './cells-apart.js'
import type { JudgedMetric, JudgedStage } from './judged.js'
import { shortLabels } from './short-labels.js'
import { singleLine } from './markdown-text.js'
import { formatChange } from './numbers.js'
import { verdictWords } from './tone.js'
import type { StageView } from './stage-view.js'

type ShortNames = ReadonlyMap<string, string>

/**
 * One line a stage for a terminal, in columns, such as
 * `grok/offline   improvement   decode +24.8 % [+23.1, +26.4]   prefill no change (within ±1.2 %; worst BS=1 -1.9 %)
 * disturbed: pr 0 of 4, main 1 of 4`; and one for each model whose accuracy is too low or not known.
 */
export function terminalLines({
  stages,
  accuracy,
}: {
  readonly stages: readonly StageView[]
  readonly accuracy: readonly AccuracyRow[]
}): string[] {
  return [...stageLines(stages), ...accuracy.flatMap(accuracyLine)]
}

function accuracyLine({ model, verdict, tone, warning }: AccuracyRow): string[] {
  if (tone === 'same') return []
  return [singleLine(warning === '' ? `GSM8K accuracy of ${model}: ${verdict}` : warning)]
}

function stageLines(stages: readonly StageView[]): string[] {
  const names = padded(stages.map((stage) => singleLine(stage.name)))
  const verdicts = padded(stages.map((stage) => stage.summary.verdict))
  return stages.map((stage, index) => [names[index], verdicts[index], detailOf(stage)].join('   ').trimEnd())
}

function detailOf({ missing, cutShort, judged, missingCases }: StageView): string {
  if (missing !== '') return singleLine(missing)
  const names = shortNames(judged.metrics.map((metric) => singleLine(metric.label)))
  const cases = shortLabels([
    ...new Set([...judged.cells.keys()].map((key) => key.slice(0, key.indexOf('\0')))),
  ])
  const changes = judged.metrics.map(
    (metric, index) => `${names[index] ?? ''} ${changeText(metric, cases, judged)}${apartText(metric)}`,
  )
  const lacking = missingCases.map(({ words, cases }) => `${words}: ${cases.map(singleLine).join('; ')}`)
  const cut = cutShort === '' ? [] : [cutShort]
  const untested = judged.untested === '' ? [] : [judged.untested]
  return [...changes, ...untested, ...disturbedText(judged), ...lacking, ...cut].join('   ')
}

/** Launches thrown away can hide a PR that is slow now and then: their number is always said, of both arms. */
function disturbedText({ disturbed }: JudgedStage): string[] {
  if (disturbed === undefined) return []
  const { main, pr, launches } = disturbed
  return [`disturbed: pr ${pr} of ${launches}, main ${main} of ${launches}`]
}

function changeText(metric: JudgedMetric, cases: ShortNames, stage: JudgedStage): string {
  const { verdict, change, interval, within, worst, apart } = metric
  if (change === undefined) return 'missing'
  if (verdict === 'no-change' && within !== undefined) {
    const lost =
      worst === undefined || apart.some((cell) => cell.case === worst.case)
        ? ''
        : `; worst ${singleLine(cases.get(worst.case) ?? worst.case)} ${signed(worst.change)} %`
    return `no change (within ±${(within * 100).toFixed(1)} %${lost})`
  }
  const range = interval === undefined ? '' : ` [${signed(interval[0])}, ${signed(interval[1])}]`
  const isSaid = verdict === stage.verdict || (stage.isSingleRun && verdict === 'unresolved')
  return `${signed(change)} %${range}${isSaid ? '' : ` ${verdictWords(verdict)}`}`
}

/** The cells that are beyond the threshold where their metric is not: `; regression BS=4 -9.0 %`. */
function apartText({ apart }: JudgedMetric): string {
  return markedVerdicts
    .map((verdict) => {
      const cells = apart.filter((cell) => cell.verdict === verdict)
      if (cells.length === 0) return ''
      return `; ${verdict} ${singleLine(cellsText(cells, (change) => `${signed(change)} %`))}`
    })
    .join('')
}

function signed(change: number): string {
  return formatChange(change).replace(/%$/, '')
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
