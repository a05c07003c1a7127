import type { LaunchResult, PairResult } from '../../../src/comparison/launch.js'
import type { RunRecord } from '../../../src/run/record.js'
import { samplesOf } from '../../../src/run/samples.js'
import { demoRecord } from '../../fixtures/record.js'
import type { ComparisonEvidence, ContainerEvent, Evidence } from '../evidence.js'
import { reasonWords } from '../../../src/report/words/launch-reasons.js'

const report = `# A report

- **Base**: abc

## Summary

| Stage | Verdict | Changes | Pairs |
| :-- | :-- | :-- | --: |
| grok/offline | faster | 12 % | 1 |

## Results

| Configuration | Metric | Main | PR | Change |
| :-- | :-- | --: | --: | --: |
| BS=1 | E2E | 1 | 2 | 100 % |
`

/** What a run collects in which all went well: one comparison that nobody disturbed, and one like it. */
export function soundEvidence(): Evidence {
  const undisturbed = comparison('undisturbed')
  const disturbed = comparison('disturbed-1')
  return {
    undisturbed,
    comparisons: [disturbed],
    strikes: [
      { kind: 'kill-gpu-worker', at: 1000, until: 1500, comparison: 'disturbed-1', resumeSeconds: 2 },
    ],
    events: [undisturbed, disturbed].flatMap(({ record }) => containersOf(record).map(startOf)),
    caseFiles: [
      {
        path: 'run/grok_offline/g1_pair1_attempt1_main/process-0.json',
        at: 1,
        value: { process: 0, cases: ['a'] },
      },
      {
        path: 'run/grok_offline/g1_pair1_attempt1_main/case-1.json',
        at: 2,
        value: { case: 'a', values: { x: 1 } },
      },
    ],
    leftovers: [],
    mishaps: [],
  }
}

/** The comparison with its pairs changed, its samples and histories as these say. */
export function withPairs(evidence: ComparisonEvidence, pairs: PairResult[]): ComparisonEvidence {
  const record = { ...evidence.record, pairs }
  return { ...evidence, record, samples: samplesOf(record, reasonWords), workflows: workflowsOf(record) }
}

export function startOf(container: string): ContainerEvent {
  return {
    at: 500,
    action: 'start',
    container,
    comparison: 'c',
    stage: 's',
    process: 'offline-0',
    launch: '1 1 1 main',
  }
}

function comparison(name: string): ComparisonEvidence {
  const found = demoRecord({ pairs: 1 })
  const pairs = found.pairs.map((pair) => ({
    ...pair,
    launches: pair.launches.map((launch) => sound(name, pair, launch)),
  }))
  const record = { ...found, plan: { ...found.plan, looks: [1] }, pairs }
  return {
    name,
    runDirectory: `/runs/${name}`,
    record,
    samples: samplesOf(record, reasonWords),
    report,
    files: ['comparison_report.md', 'main/offline/1f3c0d2.csv'],
    brokenFiles: [],
    workflows: workflowsOf(record),
  }
}

function sound(name: string, { stage }: PairResult, launch: LaunchResult): LaunchResult {
  const { startedAt, finishedAt } = launch
  return {
    ...launch,
    cases: launch.cases.map((result) => ({ ...result, values: { e2e_latency: 1.5 }, reason: null })),
    processes: [
      {
        process: 0,
        container: `${name} ${stage} ${launch.arm}`,
        cases: launch.cases.map((result) => result.case),
        startedAt,
        finishedAt,
        exitCode: 0,
        ending: 'complete',
        culprit: null,
        logTail: [],
      },
    ],
  }
}

function workflowsOf({ pairs }: RunRecord): ComparisonEvidence['workflows'] {
  const told = pairs.map(({ stage, pair, attempt }) => `${stage}, pair ${pair}, attempt ${attempt}`)
  return [{ id: 'w', status: 'COMPLETED', events: 10, failedTasks: [], pairs: told }]
}

function containersOf({ pairs }: RunRecord): string[] {
  return pairs.flatMap((pair) =>
    pair.launches.flatMap(({ processes }) => processes.map((each) => each.container)),
  )
}
