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
  /** Files that the recipe names and the host lacks: of questions, and of prompts. */
  hostProblems: async (stage) => {
    const questions = stage.accuracy?.data
    const found = questions === undefined ? undefined : await findQuestionFile(questions)
    const dataset = stage.benchmarkType === 'online' ? sglangRecipe(stage).online?.dataset : undefined
    return [
      found && 'problem' in found ? found.problem : undefined,
      dataset === undefined ? undefined : await datasetProblem(dataset),
    ].filter((problem) => problem !== undefined)
  },
  processFor: (launch, cases) => {
    return launch.stage.benchmarkType === 'offline'
      ? oneBatchProcess(launch, cases)
      : serverProcess(launch, cases)
  },
}
