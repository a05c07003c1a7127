import type { ComparisonEvidence, Evidence } from '../evidence.js'
import type { FaultOrder } from '../plan.js'
import { blameFindings } from './blame.js'
import { halfWritten, measuredTwice } from './case-files.js'
import { historyFindings } from './histories.js'
import { resumeTimes } from './resume.js'
import { countSamples } from './samples.js'
import { startedTwice, unseenContainers } from './starts.js'
import { structureFindings } from './structure.js'

/** The figures of a run, as its last line tells them. */
export interface FaultFigures {
  readonly kills: number
  readonly comparisons: number
  readonly cases_lost: number
  readonly cases_run_twice: number
  readonly leftovers: number
  readonly resume_seconds_p50: number
  readonly resume_seconds_p95: number
}

export interface Proof {
  readonly figures: FaultFigures
  /** What is wrong, in words; empty where all is proved. */
  readonly findings: readonly string[]
}

/** Proves from what was collected that nothing was lost, done twice, left behind or half written. */
export function prove(
  evidence: Evidence,
  { kills, longestResumeSeconds }: Pick<FaultOrder, 'kills' | 'longestResumeSeconds'>,
): Proof {
  const { undisturbed, comparisons, strikes, events, caseFiles, leftovers, mishaps } = evidence
  const samples = comparisons.map((each) => countSamples(undisturbed, each))
  const lost = samples.flatMap((each) => each.lost)
  const twice = [...samples.flatMap((each) => each.twice), ...measuredTwice(caseFiles)]
  const again = startedTwice(events)
  const resume = resumeTimes(strikes, longestResumeSeconds)
  const all = [undisturbed, ...comparisons]
  const containers = all.flatMap(({ record }) => containersIn(record))

  const findings = [
    ...mishaps,
    ...(strikes.length === kills ? [] : [`of ${kills} faults ${strikes.length} were done`]),
    ...undisturbedFindings(undisturbed),
    ...lost.map((what) => `no valid sample of ${what}`),
    ...twice.map((what) => `measured twice: ${what}`),
    ...again.map((what) => `started again: ${what}`),
    ...unseenContainers(events, containers).map((name) => `no event was seen of container ${name}`),
    ...halfWritten(caseFiles).map((path) => `half written: ${path}`),
    ...all.flatMap(({ name, brokenFiles }) =>
      brokenFiles.map(({ path, problem }) => `${name}: ${path}: ${problem}`),
    ),
    ...all.flatMap(historyFindings),
    ...all.flatMap((each) => blameFindings(each, strikes, events)),
    ...comparisons.flatMap((each) => structureFindings(undisturbed, each)),
    ...leftovers.map((what) => `left: ${what}`),
    ...resume.findings,
  ]
  return {
    figures: {
      kills: strikes.length,
      comparisons: comparisons.length,
      cases_lost: lost.length,
      cases_run_twice: twice.length + again.length,
      leftovers: leftovers.length,
      resume_seconds_p50: Number(resume.p50.toFixed(1)),
      resume_seconds_p95: Number(resume.p95.toFixed(1)),
    },
    findings,
  }
}

/**
 * What the others are held against must be whole itself: a sound value of every planned case in every launch.
 */
function undisturbedFindings({ name, record: { plan }, samples }: ComparisonEvidence): string[] {
  const whereOf = (type: string, pair: number, arm: string, entry: string) =>
    `${type}, pair ${pair}, ${arm}, ${entry}`
  const found = new Set(
    samples
      .filter(({ valid, value }) => valid && value !== null)
      .map((row) => whereOf(`${row.model}/${row.benchmarkType}`, row.pair, row.arm, row.case)),
  )
  const pairs = Array.from({ length: Math.min(...plan.looks) }, (_, index) => index + 1)
  return plan.stages
    .flatMap((stage) =>
      pairs.flatMap((pair) =>
        ['main', 'pr'].flatMap((arm) =>
          stage.cases.map((entry) => whereOf(`${stage.model}/${stage.benchmarkType}`, pair, arm, entry.name)),
        ),
      ),
    )
    .filter((where) => !found.has(where))
    .map((where) => `${name}, which nobody disturbed, has no valid sample of ${where}`)
}

function containersIn(record: ComparisonEvidence['record']): string[] {
  return record.pairs.flatMap((pair) =>
    pair.launches.flatMap((launch) => launch.processes.map(({ container }) => container)),
  )
}
