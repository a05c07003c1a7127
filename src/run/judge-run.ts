import { judgeOptionsOf } from '../verdict/planned-options.js'
import { judge } from '../verdict/judge.js'
import type { Judgement } from '../verdict/judgement.js'
import type { RunRecord } from './record.js'
import { samplesOf, type ReasonWords } from './samples.js'
import { unequalWork } from './unequal-work.js'

/** Judges what a run has measured so far, all its stages as one family, at the looks of its plan. */
export function judgeRun(record: RunRecord, words: ReasonWords): Judgement {
  const { plan, ending } = record
  const judgement = judge(samplesOf(record, words), { ...judgeOptionsOf(plan), final: ending !== undefined })
  return { ...judgement, findings: [...judgement.findings, ...unequalWork(record)] }
}
