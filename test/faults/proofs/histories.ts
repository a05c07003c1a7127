import type { ComparisonEvidence } from '../evidence.js'
import { endingWords } from '../../../src/report/words/ending-reasons.js'

/**
 * What is wrong with the histories of a comparison's workflows: each ended well, and was given each pair
 * once.
 */
export function historyFindings({ name, workflows, record }: ComparisonEvidence): string[] {
  const open = workflows.filter(({ status }) => status !== 'COMPLETED')
  const failed = workflows.filter(({ failedTasks }) => failedTasks.length > 0)
  const told = workflows.flatMap(({ pairs }) => pairs).sort()
  const recorded = record.pairs
    .map(({ stage, pair, attempt }) => `${stage}, pair ${pair}, attempt ${attempt}`)
    .sort()
  const again = told.filter((pair, index) => told.indexOf(pair) !== index)
  return [
    ...(record.problem === undefined ? [] : [`${name}: it ended early: ${endingWords(record.problem)}`]),
    ...open.map(({ id, status }) => `${name}: workflow ${id} is ${status}`),
    ...failed.map(({ id, failedTasks }) => `${name}: workflow ${id} failed tasks: ${failedTasks.join('; ')}`),
    ...again.map((pair) => `${name}: its history has ${pair} twice`),
    ...(told.join('\n') === recorded.join('\n')
      ? []
      : [`${name}: its histories have ${told.join(' | ')}; its record ${recorded.join(' | ')}`]),
  ]
}
