import { judgeRun } from '../run/judge-run.js'
import type { RunRecord } from '../run/record.js'
import { knownRegressions, type KnownRegression } from '../verdict/acknowledged.js'
import { reasonWords } from './words/launch-reasons.js'

/** The regressions of a run, with what its request acknowledges, as of the day on which it was planned. */
export function regressionsOfRun(record: RunRecord): KnownRegression[] {
  const judgement = record.judgement ?? judgeRun(record, reasonWords)
  const { request, createdAt } = record.plan
  return knownRegressions(judgement, request.acknowledgements ?? [], createdAt.slice(0, 10))
}
