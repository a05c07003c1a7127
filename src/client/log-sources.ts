import path from 'node:path'
import { arms } from '../comparison/arm.js'
import { benchmarkTypeSchema } from '../comparison/benchmark-type.js'
import type { ComparisonStatus } from '../comparison/status.js'
import { buildLogPath, runFiles, serverLogPath, stageLogPath } from '../run/layout.js'
import { Refused } from './command-error.js'

/** A log of a comparison, and what stands before its lines when several are shown together. */
export interface LogSource {
  prefix: string
  file: string
}

/**
 * The logs of a comparison in the order of its course: its own, the builds', the stages'; or one stage's.
 *
 * @throws Refused, where there is no such stage, with those that there are
 */
export function logSources(
  status: ComparisonStatus,
  runDirectory: string,
  stage: string | undefined,
): LogSource[] {
  const stages = status.stages.filter(({ name }) => stage === undefined || name === stage)
  if (stage !== undefined && stages.length === 0) {
    const known = status.stages.map(({ name }) => name).join(', ')
    throw new Refused(
      `${status.comparison} has no stage ${stage}${known === '' ? ' yet' : `; it has ${known}`}`,
    )
  }
  const source = (prefix: string, file: string) => ({ prefix, file: path.join(runDirectory, file) })
  const ofStages = stages.flatMap(({ name }) => {
    const [model = '', type] = name.split('/')
    const benchmarkType = benchmarkTypeSchema.safeParse(type).data
    if (benchmarkType === undefined) return []
    return arms.flatMap((arm) => {
      const stageLog = stageLogPath(arm, model, benchmarkType)
      const servers =
        benchmarkType === 'online' ? [source(`${arm} ${name} server`, serverLogPath(stageLog))] : []
      return [source(`${arm} ${name}`, stageLog), ...servers]
    })
  })
  if (stage !== undefined) return ofStages
  return [
    source('comparison', runFiles.log),
    ...arms.map((arm) => source(`build ${arm}`, buildLogPath(arm))),
    ...ofStages,
  ]
}
