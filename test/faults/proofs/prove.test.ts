import { describe, expect, it } from 'vitest'
import type { LaunchResult, PairResult, ProcessRecord } from '../../../src/comparison/launch.js'
import type { ComparisonEvidence, Evidence } from '../evidence.js'
import { soundEvidence, startOf, withPairs } from './evidence.fixture.js'
import { prove } from './prove.js'

/** Changes the one comparison that was disturbed. */
function disturb(change: (comparison: ComparisonEvidence) => ComparisonEvidence) {
  return (evidence: Evidence): Evidence => ({ ...evidence, comparisons: evidence.comparisons.map(change) })
}

/** Changes the first launch of the disturbed comparison. */
function launchOf(change: (launch: LaunchResult) => LaunchResult) {
  return disturb((comparison) => {
    const [first, ...others] = comparison.record.pairs
    if (first === undefined) return comparison
    return withPairs(comparison, [{ ...first, launches: changed(first, change) }, ...others])
  })
}

function changed({ launches }: PairResult, change: (launch: LaunchResult) => LaunchResult): LaunchResult[] {
  return launches.map((launch, index) => (index === 0 ? change(launch) : launch))
}

function ended(ending: ProcessRecord['ending']) {
  return (launch: LaunchResult): LaunchResult => ({
    ...launch,
    processes: launch.processes.map((process) => ({ ...process, ending, exitCode: 137 })),
  })
}

const launchFolder = 'run/grok_offline/g1_pair1_attempt1_main'

describe('the proof', () => {
  it('finds nothing wrong where nothing is', () => {
    const { findings, figures } = prove(soundEvidence(), { kills: 1 })

    expect(findings).toEqual([])
    expect(figures).toEqual({
      kills: 1,
      comparisons: 1,
      cases_lost: 0,
      cases_run_twice: 0,
      leftovers: 0,
      resume_seconds_p50: 2,
      resume_seconds_p95: 2,
    })
  })

  it.each<[string, (evidence: Evidence) => Evidence, RegExp]>([
    [
      'a case without a sample',
      launchOf((launch) => ({ ...launch, cases: launch.cases.slice(1) })),
      /^no valid sample of disturbed-1: offline, pair 1/,
    ],
    [
      'a case with two samples',
      disturb((each) => ({ ...each, samples: [...each.samples, ...each.samples.slice(0, 1)] })),
      /^measured twice: disturbed-1: offline, pair 1/,
    ],
    [
      'a case that was measured again',
      (evidence) => ({
        ...evidence,
        caseFiles: [
          ...evidence.caseFiles,
          { path: `${launchFolder}/process-1.json`, at: 3, value: { process: 1, cases: ['a'] } },
        ],
      }),
      /^measured twice: .*main: a again in process 1/,
    ],
    [
      'a container that was started again',
      (evidence) => ({ ...evidence, events: [...evidence.events, startOf('disturbed-1 grok/offline main')] }),
      /^started again: disturbed-1 grok\/offline main .* 2 times/,
    ],
    [
      'events that were missed',
      (evidence) => ({ ...evidence, events: [] }),
      /^no event was seen of container/,
    ],
    [
      'a case file that is half written',
      (evidence) => ({
        ...evidence,
        caseFiles: [...evidence.caseFiles, { path: `${launchFolder}/case-2.json`, at: 3, value: undefined }],
      }),
      /^half written: .*case-2\.json/,
    ],
    [
      'a broken file in a run directory',
      disturb((each) => ({ ...each, brokenFiles: [{ path: 'samples.csv', problem: 'is cut' }] })),
      /samples\.csv: is cut/,
    ],
    [
      'a workflow that did not end',
      disturb((each) => ({
        ...each,
        workflows: each.workflows.map((all) => ({ ...all, status: 'RUNNING' })),
      })),
      /workflow w is RUNNING/,
    ],
    [
      'a comparison that ended early',
      disturb((each) => ({
        ...each,
        record: { ...each.record, problem: { kind: 'text', text: 'the image did not build' } },
      })),
      /it ended early: the image did not build/,
    ],
    [
      'a workflow whose code does not replay',
      disturb((each) => ({
        ...each,
        workflows: each.workflows.map((all) => ({ ...all, failedTasks: ['cause 24: no'] })),
      })),
      /failed tasks: cause 24/,
    ],
    [
      'a pair that a history has twice',
      disturb((each) => ({
        ...each,
        workflows: each.workflows.map((all) => ({ ...all, pairs: [...all.pairs, ...all.pairs.slice(0, 1)] })),
      })),
      /its history has grok\/offline, pair 1, attempt 1 twice/,
    ],
    [
      'a pair that the record lacks',
      disturb((each) => ({
        ...each,
        workflows: each.workflows.map((all) => ({ ...all, pairs: [...all.pairs, 'x, pair 2, attempt 1'] })),
      })),
      /its histories have .*x, pair 2/,
    ],
    ['code that is blamed for a fault', launchOf(ended('died')), /reads "died" \(exit code 137\)/],
    ['a kill that nobody did', launchOf(ended('killed')), /reads "killed", and nobody killed it/],
    [
      'a void launch without a reason',
      launchOf((launch) => ({ ...launch, voidReason: { kind: 'text' as const, text: 'bad luck' } })),
      /is void without a kill/,
    ],
    [
      'a report that lacks a row',
      disturb((each) => ({ ...each, report: each.report.replace('| BS=1 | E2E | 1 | 2 | 100 % |\n', '') })),
      /the report lacks "BS=1 \| E2E"/,
    ],
    [
      'a report that tells of a problem',
      disturb((each) => ({
        ...each,
        report: each.report.replace('## Summary', '## It failed\n\nSee the log.\n\n## Summary'),
      })),
      /the report has "## It failed" in addition/,
    ],
    [
      'a run directory with another file',
      disturb((each) => ({ ...each, files: [...each.files, 'main/more.csv'] })),
      /the run directory has "main\/more\.csv" in addition/,
    ],
    ['a leftover', (evidence) => ({ ...evidence, leftovers: ['network n'] }), /^left: network n/],
    [
      'a worker that took too long',
      (evidence) => ({
        ...evidence,
        strikes: evidence.strikes.map((strike) => ({ ...strike, resumeSeconds: 31 })),
      }),
      /31\.0 s until it was measured again, more than 30 s/,
    ],
    ['a fault that was not done', (evidence) => ({ ...evidence, strikes: [] }), /^of 1 faults 0 were done/],
    ['a mishap', (evidence) => ({ ...evidence, mishaps: ['it broke'] }), /^it broke/],
    [
      'an undisturbed comparison that is not whole',
      ({ undisturbed, ...others }) => ({
        ...others,
        undisturbed: { ...undisturbed, samples: undisturbed.samples.slice(5) },
      }),
      /which nobody disturbed, has no valid sample of .*, pair 1, /,
    ],
    [
      'an undisturbed comparison that lacks a pair',
      ({ undisturbed, ...others }) => {
        const plan = { ...undisturbed.record.plan, looks: [2] }
        return { ...others, undisturbed: { ...undisturbed, record: { ...undisturbed.record, plan } } }
      },
      /which nobody disturbed, has no valid sample of .*, pair 2, /,
    ],
  ])('tells of %s', (_what, spoil, finding) => {
    const { findings } = prove(spoil(soundEvidence()), { kills: 1, longestResumeSeconds: 30 })

    expect(findings.filter((text) => finding.test(text))).not.toEqual([])
  })

  it('minds no part of a report that is all folded', () => {
    const fold = '## All attempts\n\n<details>\n| again |\n</details>\n\n## Summary'
    const evidence = disturb((each) => ({ ...each, report: each.report.replace('## Summary', fold) }))

    const { findings } = prove(evidence(soundEvidence()), { kills: 1 })

    expect(findings).toEqual([])
  })

  it('minds no order of changes, which is that of their size', () => {
    const changes = '## Changes\n\n| b | x | 1 | 2 | 3 | 4 |\n\n## Summary'
    const evidence = disturb((each) => ({ ...each, report: each.report.replace('## Summary', changes) }))

    const { findings } = prove(evidence(soundEvidence()), { kills: 1 })

    expect(findings).toEqual([])
  })

  it.each([
    [
      'a person',
      {
        kind: 'kill-container',
        at: 600,
        until: 600,
        comparison: 'disturbed-1',
        container: 'disturbed-1 grok/offline pr',
      },
    ],
    [
      'an Engine without live-restore',
      { kind: 'restart-engine-without-live-restore', at: 600, until: 900, comparison: 'disturbed-1' },
    ],
    [
      'an Engine that was still ending when it started',
      { kind: 'restart-engine-without-live-restore', at: 50, until: 900, comparison: 'disturbed-1' },
    ],
  ] as const)('takes a kill for explained that %s did', (_who, strike) => {
    const evidence = launchOf(ended('killed'))(soundEvidence())

    const { findings } = prove({ ...evidence, strikes: [strike] }, { kills: 1 })

    expect(findings.filter((text) => text.includes('nobody killed it'))).toEqual([])
  })
})
