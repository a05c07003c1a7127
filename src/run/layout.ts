import type { Arm } from '../comparison/arm.js'
import type { BenchmarkType } from '../comparison/benchmark-type.js'
import type { Source } from '../comparison/source.js'

/** The files of a run directory that people and scripts look for, relative to it. */
export const runFiles = {
  log: 'comparison.log',
  markdown: 'comparison_report.md',
  html: 'comparison_report.html',
  results: 'results.json',
  plan: 'plan.json',
  samples: 'samples.csv',
  /** Holds the run's id: a GPU host that finds it there sees the same folder as the control worker. */
  marker: '.prbench-run',
} as const

/**
 * The name of a run directory, `pr1234_20250120_143022` as the historical tool had it, or
 * `<base7>_<head7>_20250120_143022` for two commits. The time is the plan's, in UTC.
 */
export function runDirectoryName(source: Source, createdAt: string): string {
  const subject =
    source.pullRequest === undefined
      ? `${source.base.sha.slice(0, 7)}_${source.head.sha.slice(0, 7)}`
      : `pr${source.pullRequest.number}`
  return `${subject}_${compactTime(createdAt)}`
}

/** The log of an arm's image build: `build_main.log`, `build_pr.log`. */
export function buildLogPath(arm: Arm): string {
  return `build_${arm}.log`
}

/** The log of all launches of a stage's arm, which grows while it runs: `main/grok_offline.log`. */
export function stageLogPath(arm: Arm, model: string, benchmarkType: BenchmarkType): string {
  return `${arm}/${model}_${benchmarkType}.log`
}

/**
 * The log of a stage's servers, beside the stage's own log of the load on them:
 * `main/grok_online_server.log`.
 */
export function serverLogPath(stageLog: string): string {
  return stageLog.replace(/\.log$/, '_server.log')
}

/** `20250120_143022` in UTC. Throws a RangeError for what is not a time. */
function compactTime(instant: string): string {
  const digits = new Date(instant).toISOString().replaceAll(/[^0-9]/g, '')
  return `${digits.slice(0, 8)}_${digits.slice(8, 14)}`
}
