import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common'
import type { StagePlan } from '../comparison/plan.js'
import type { ComparisonRequest } from '../comparison/request.js'

const repositoryKey = defineSearchAttributeKey('PrbenchRepository', 'KEYWORD')
const pullRequestKey = defineSearchAttributeKey('PrbenchPullRequest', 'INT')
const stageKey = defineSearchAttributeKey('PrbenchStage', 'KEYWORD')
const hostKey = defineSearchAttributeKey('PrbenchHost', 'KEYWORD')

/** What a comparison is found by in the Web UI, whoever started it. */
export function comparisonAttributes({ repository, pullRequest }: ComparisonRequest): SearchAttributePair[] {
  const pairs: SearchAttributePair[] = [{ key: repositoryKey, value: repository }]
  if (pullRequest !== undefined) pairs.push({ key: pullRequestKey, value: pullRequest })
  return pairs
}

/** What a stage is found by. */
export function stageAttributes({ name, host }: StagePlan): SearchAttributePair[] {
  return [
    { key: stageKey, value: name },
    { key: hostKey, value: host },
  ]
}
