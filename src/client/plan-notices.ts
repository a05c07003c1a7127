import type { Plan } from '../comparison/plan.js'
import { hostsOf } from '../comparison/stage.js'
import { findQuestionFile } from '../engines/question-file.js'
import { thisHost } from './this-host.js'

/** What this machine lacks of a plan that it is to measure, and that costs results: a sentence each. */
export async function noticesOf(plan: Plan): Promise<string[]> {
  if (!hostsOf(plan).includes(thisHost())) return []
  const named = new Set(
    plan.stages.flatMap((stage) =>
      stage.benchmarkType === 'online' && stage.accuracy !== undefined ? [stage.accuracy.data] : [],
    ),
  )
  const files = await Promise.all([...named].map((path) => findQuestionFile(path)))
  return files.flatMap((file) => ('problem' in file ? [file.problem] : []))
}
