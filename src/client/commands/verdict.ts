import type { FailOn } from '../../comparison/gate.js'
import type { Sample } from '../../comparison/samples.js'
import { otherDirection } from '../../engines/known-traits.js'
import { figuresText } from '../../report/terminal/figures.js'
import { judgementText } from '../../report/terminal/judgement.js'
import { accuracyLines } from '../../report/terminal/lines.js'
import { accuracyRows } from '../../report/view/accuracy.js'
import { comparisonVerdict } from '../../report/view/comparison-verdict.js'
import { judgementView } from '../../report/view/judgement-view.js'
import { metricItself } from '../../report/words/names.js'
import { withSentences } from '../../report/words/with-sentences.js'
import type { RunRecord } from '../../run/record.js'
import { calibrationFinding, type NamedCalibration } from '../../verdict/checks/calibration.js'
import { figuresOf } from '../../verdict/figures.js'
import { finding } from '../../verdict/findings.js'
import { judge } from '../../verdict/judge.js'
import type { Judgement } from '../../verdict/judgement.js'
import { type ExitCode, Refused } from '../command-error.js'
import { exitCodeFor } from '../exit-code.js'
import { namedCalibration } from '../named-calibration.js'
import { contentOf, type InputFlags, readInput, type VerdictInput } from '../verdict-input.js'
import { type RuleFlags, rulesFor } from '../verdict-rules.js'

export interface VerdictFlags extends RuleFlags, InputFlags {
  calibration?: string
  failOn: FailOn
  json?: boolean
  markdown?: boolean
}

/** `prbench verdict FILE`: judges samples, whatever measured them. */
export async function verdict(file: string | undefined, flags: VerdictFlags): Promise<ExitCode> {
  if (flags.json === true && flags.markdown === true)
    throw new Refused('use either --json or --markdown, not both')
  const input = await readInput(file, flags)
  refuseOtherDirection(input)
  const { options, run, origin } = await rulesFor(input.file, input.samples, flags)
  if (input.pairing === 'none') return showFigures(input, flags)
  const named = flags.calibration === undefined ? undefined : await calibrationIn(flags.calibration, input)
  const calibration = named === undefined ? options.calibration : named.foreign === null ? named.priors : []
  const judged = judge(input.samples, { ...options, ...(calibration && { calibration }) }, input.rowOf)
  // What somebody asked for is never ignored in silence.
  const added = named === undefined ? [] : [calibrationFinding(judged, named)]
  const told = input.notes.map((text) => finding({ kind: 'text', text }))
  const judgement = withAccuracy({ ...judged, findings: [...told, ...judged.findings, ...added] }, run)
  process.stdout.write(await shown(judgement, origin, flags))
  return exitCodeOf(judgement, flags.failOn)
}

/** What can be said of launches that do not stand in pairs. */
function showFigures({ samples, notes }: VerdictInput, { json, failOn }: VerdictFlags): ExitCode {
  const figures = figuresOf(samples)
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ verdict: null, figures, notes }, undefined, 2)}\n`
      : figuresText(figures, notes, widthOf(process.stdout)),
  )
  return exitCodeFor({ isRegression: false, isComplete: false }, failOn)
}

/** With what the run's report counts, and samples do not hold: a model that lost accuracy. */
function withAccuracy(judgement: Judgement, run: RunRecord | undefined): Judgement {
  if (run === undefined) return judgement
  const rows = accuracyRows(run)
  const lost = rows.filter(({ tone }) => tone === 'worse')
  const findings = accuracyLines(lost).map((text) => finding({ kind: 'text', text }))
  const stages = judgement.stages.map((judged) => ({ judged }))
  return {
    ...judgement,
    verdict: comparisonVerdict(stages, rows),
    findings: [...findings, ...judgement.findings],
  }
}

/** @throws Refused, where a known metric is said to be better the other way: all its words would be wrong */
function refuseOtherDirection({ samples, name, rowOf }: VerdictInput): void {
  const wrong = otherDirection(samples)
  if (wrong === undefined) return
  const { index, metric } = wrong
  throw new Refused(
    `${name}, row ${rowOf(index)}, column better: ${metric.label} (${metric.name}) is better ${metric.better}. Correct the column, or give the metric another name`,
  )
}

function exitCodeOf({ verdict: found, stages }: Judgement, failOn: FailOn): ExitCode {
  const isComplete =
    found !== 'missing' && stages.every(({ cells }) => cells.every((cell) => cell.verdict !== 'missing'))
  return exitCodeFor({ isRegression: found === 'regression', isComplete }, failOn)
}

async function calibrationIn(
  file: string,
  judged: { readonly samples: readonly Sample[]; readonly content?: Buffer },
): Promise<NamedCalibration> {
  if (file === '-') throw new Refused('--calibration needs a file; standard input is for the samples')
  const content = await contentOf(file)
  // Their noise would count twice, and make the verdict surer than the samples are.
  if (judged.content?.equals(content) === true)
    throw new Refused(`${file} holds the samples that are judged: a calibration is another measurement`)
  return namedCalibration({ name: file, content }, judged.samples)
}

async function shown(
  judgement: Judgement,
  origin: string,
  { json, markdown }: VerdictFlags,
): Promise<string> {
  if (json === true) return `${JSON.stringify(withSentences(judgement, metricItself), undefined, 2)}\n`
  const view = judgementView(judgement, metricItself, origin)
  if (markdown !== true) return judgementText(view, widthOf(process.stdout))
  return (await import('../../report/templates.js')).judgementMarkdown(view)
}

/** Programs that read the text get it unbroken. */
function widthOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY && columns > 0 ? columns : Infinity
}
