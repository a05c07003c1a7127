import { readFile } from 'node:fs/promises'
import { priorsOf } from '../../verdict/calibration/priors.js'
import type { BenchmarkMode } from '../../comparison/benchmark-type.js'
import type { HostCalibrations } from '../../verdict/calibration/calibration.js'
import { looksOf } from '../../verdict/looks.js'
import type { Sample } from '../../comparison/samples.js'
import { calibrationOf } from '../../verdict/calibrate.js'
import { calibrationFinding, type NamedCalibration } from '../../verdict/checks/calibration.js'
import { judge } from '../../verdict/judge.js'
import type { Judgement } from '../../verdict/judgement.js'
import type { JudgeOptions } from '../../verdict/options.js'
import { otherDirection, withKnownTraits } from '../../engines/known-traits.js'
import { judgementText } from '../../report/terminal/judgement.js'
import { judgementView } from '../../report/view/judgement-view.js'
import { metricItself } from '../../report/words/names.js'
import { withSentences } from '../../report/words/with-sentences.js'
import { parseCalibrations } from '../../run/calibration-file.js'
import { readSamplesCsv, rowsOf } from '../../run/samples-csv.js'
import { type ExitCode, exitCodeFor, type FailOn, messageOf, Refused } from '../command-error.js'
import { percentage, wholeNumber } from '../options.js'

export interface VerdictFlags {
  threshold?: string
  pairs?: string
  maxPairs?: string
  calibration?: string
  failOn: FailOn
  json?: boolean
  markdown?: boolean
}

/** `prbench verdict FILE`: judges samples, whatever measured them. */
export async function verdict(file: string, flags: VerdictFlags): Promise<ExitCode> {
  if (flags.json === true && flags.markdown === true)
    throw new Refused('use either --json or --markdown, not both')
  const looks = looksGiven(flags)
  const threshold = percentage(flags.threshold)
  const content = await contentOf(file)
  const samples = withKnownTraits(readSamplesCsv(content, nameOf(file)))
  refuseOtherDirection(samples, nameOf(file), rowsOf(content))
  const named =
    flags.calibration === undefined ? undefined : await calibrationIn(flags.calibration, samples, content)
  const calibration = named?.foreign === null ? named.priors : []
  const options: JudgeOptions = { looks, calibration, ...(threshold === undefined ? {} : { threshold }) }
  const judged = judge(samples, options, rowsOf(content))
  // What somebody asked for is never ignored in silence.
  const added = named === undefined ? [] : [calibrationFinding(judged, named)]
  const judgement = { ...judged, findings: [...judged.findings, ...added] }
  process.stdout.write(await shown(judgement, flags))
  return exitCodeOf(judgement, flags.failOn)
}

/** @throws Refused, where a known metric is said to be better the other way: all its words would be wrong */
function refuseOtherDirection(
  samples: readonly Sample[],
  name: string,
  rowOf: (index: number) => number,
): void {
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

function looksGiven(flags: VerdictFlags): number[] {
  const pairs = pairsGiven('--pairs', flags.pairs)
  const maxPairs = pairsGiven('--max-pairs', flags.maxPairs)
  if (pairs !== undefined && maxPairs !== undefined)
    throw new Refused('use either --pairs or --max-pairs, not both')
  return looksOf({
    ...(pairs === undefined ? {} : { pairs }),
    ...(maxPairs === undefined ? {} : { maxPairs }),
  })
}

/**
 * Every fifth number of pairs is a look: without a bound a slip of the finger makes more of them than there
 * is memory.
 */
const mostPairs = 10_000

function pairsGiven(flag: string, text: string | undefined): number | undefined {
  const number = wholeNumber(flag, text, '4')
  if (number === 0) throw new Refused(`${flag} must be 1 or more`)
  if (number !== undefined && number > mostPairs) throw new Refused(`${flag} must be ${mostPairs} or less`)
  return number
}

/** Calibrations of a host, or samples of main against main to take its noise from. */
async function calibrationIn(
  file: string,
  judged: readonly Sample[],
  judgedContent: Buffer,
): Promise<NamedCalibration> {
  if (file === '-') throw new Refused('--calibration needs a file; standard input is for the samples')
  const content = await contentOf(file)
  // Their noise would count twice, and make the verdict surer than the samples are.
  if (content.equals(judgedContent))
    throw new Refused(`${file} holds the samples that are judged: a calibration is another measurement`)
  const text = content.toString('utf8')
  if (text.trimStart().startsWith('{')) {
    const known = parseCalibrations(text, file)
    const mode = modeOf(known)
    const name = `${file} (${known.host}, mode ${mode})`
    return { name, priors: priorsOf(known, mode), foreign: foreignHosts([known.host], hostsOf(judged)) }
  }
  const samples = withKnownTraits(readSamplesCsv(content, file))
  const priors = calibrationOf(samples)
  if (priors.length === 0) throw new Refused(`${file} says nothing about noise: that takes two pairs or more`)
  return { name: file, priors, foreign: foreignHosts(hostsOf(samples), hostsOf(judged)) }
}

function hostsOf(samples: readonly Sample[]): string[] {
  return [...new Set(samples.map(({ host }) => host))].filter((host) => host !== '')
}

/**
 * Noise is a host's own: the hosts, where none of the judged ones was calibrated; null where one was, or is
 * not told.
 */
function foreignHosts(calibrated: string[], measured: string[]): NamedCalibration['foreign'] {
  if (calibrated.length === 0 || measured.length === 0) return null
  return measured.some((host) => calibrated.includes(host)) ? null : { calibrated, measured }
}

/** Samples do not say their mode: the file's, or of several the one that most comparisons run in. */
function modeOf({ calibrations }: HostCalibrations): BenchmarkMode {
  return calibrations.some(({ mode }) => mode === 'normal')
    ? 'normal'
    : (calibrations.at(-1)?.mode ?? 'normal')
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file
}

async function contentOf(file: string): Promise<Buffer> {
  if (file !== '-')
    return readFile(file).catch((error: unknown) => {
      throw unreadable(file, error)
    })
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

async function shown(judgement: Judgement, { json, markdown }: VerdictFlags): Promise<string> {
  if (json === true) return `${JSON.stringify(withSentences(judgement, metricItself), undefined, 2)}\n`
  const view = judgementView(judgement, metricItself)
  if (markdown !== true) return judgementText(view)
  return (await import('../../report/templates.js')).judgementMarkdown(view)
}

function unreadable(file: string, error: unknown): Refused {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new Refused(`no such file: ${file}`)
  if (code === 'EISDIR')
    return new Refused('that is a folder. Name a file, such as samples.csv in a run directory')
  return new Refused(`cannot read ${file}: ${messageOf(error)}`)
}
