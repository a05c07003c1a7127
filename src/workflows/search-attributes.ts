import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common'
import { patched, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import type { StagePlan } from '../comparison/plan.js'
import type { ComparisonRequest } from '../comparison/request.js'

const repositoryKey = defineSearchAttributeKey('PrbenchRepository', 'KEYWORD')
const pullRequestKey = defineSearchAttributeKey('PrbenchPullRequest', 'INT')
const stageKey = defineSearchAttributeKey('PrbenchStage', 'KEYWORD')
const hostKey = defineSearchAttributeKey('PrbenchHost', 'KEYWORD')
const verdictKey = defineSearchAttributeKey('PrbenchVerdict', 'KEYWORD')

/** Lets a comparison be found in the Web UI, whoever started it; its verdict is `none` until it has one. */
export function tellComparison({ repository, pullRequest }: ComparisonRequest): void {
  upsertSearchAttributes([
    { key: repositoryKey, value: repository },
    ...(pullRequest === undefined ? [] : [{ key: pullRequestKey, value: pullRequest }]),
    ...(patched('verdict-attribute') ? [{ key: verdictKey, value: 'none' }] : []),
  ])
}

/**
 * Says in lists of workflows what a comparison found. One that was begun before there was this attribute does
 * not: its server may not know it.
 */
export function tellVerdict(verdict: string): void {
  if (workflowInfo().typedSearchAttributes.get(verdictKey) === undefined) return
  upsertSearchAttributes([{ key: verdictKey, value: verdict }])
}

/** What a stage is found by. */
export function stageAttributes({ name, host }: StagePlan): SearchAttributePair[] {
  return [
    { key: stageKey, value: name },
    { key: hostKey, value: host },
  ]
}
