import type { StagePlan } from '../../comparison/plan.js'
import type { Reason } from '../../comparison/reason.js'
import type { EnginePrograms } from '../engine.js'
import { datasetProblem } from './dataset-file.js'
import { oneBatchProcess } from './one-batch.js'
import { findQuestionFile } from '../question-file.js'
import { serverProcess } from './server-process.js'
import { sglangRecipe } from './stage.js'

/**
 * SGLang: offline by its one-batch benchmark, online by its server and load generator, accuracy by its
 * evaluator of GSM8K.
 */
export const sglangPrograms: EnginePrograms = {
  hostProblems: async (stage) => [...(await missingQuestions(stage)), ...(await missingDataset(stage))],
  processFor: (launch, cases) => {
    return launch.stage.benchmarkType === 'offline'
      ? oneBatchProcess(launch, cases)
      : serverProcess(launch, cases)
  },
}

/** A file of questions that the recipe names and the host lacks. */
async function missingQuestions(stage: StagePlan): Promise<Reason[]> {
  const named = stage.accuracy?.data
  if (named === undefined) return []
  const file = await findQuestionFile(named)
  return 'problem' in file ? [file.problem] : []
}

/** A data set that the recipe names and the host lacks. */
async function missingDataset(stage: StagePlan): Promise<Reason[]> {
  const named = stage.benchmarkType === 'online' ? sglangRecipe(stage).online?.dataset : undefined
  const problem = named === undefined ? undefined : await datasetProblem(named)
  return problem === undefined ? [] : [problem]
}
