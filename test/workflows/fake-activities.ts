import { endingWords } from '../../src/report/words/ending-reasons.js'
import type {
  ControlActivities,
  HostActivities,
  HostControlActivities,
  PairOrder,
  StageNeed,
} from '../../src/comparison/activities.js'
import type { BuiltImage } from '../../src/comparison/image.js'
import type { LaunchResult, PairResult } from '../../src/comparison/launch.js'
import type { Plan } from '../../src/comparison/plan.js'
import { planSchema } from '../../src/comparison/plan.js'
import { requestSchema } from '../../src/comparison/request.js'
import { knownPairsOf } from '../../src/activities/reopen-run.js'
import { newRecord } from '../../src/run/record.js'

const sha = (digit: string) => digit.repeat(40)
const time = '2026-01-01T00:00:00.000Z'

/** Bounds of a comparison that differ from the usual ones. */
type Limits = Partial<Pick<Plan, 'deadlineSeconds' | 'launchLimit' | 'hostFailureLimit'>> & {
  budgetSeconds?: number
}

/** A plan for as many stages as there are models, all on one host. */
export function plan(
  comparison: string,
  run: string,
  models: readonly string[],
  looks: readonly number[],
  { budgetSeconds, ...limits }: Limits = {},
): Plan {
  const source = {
    mode: 'merge' as const,
    base: { sha: sha('a'), why: 'first parent', subject: 'base' },
    head: { sha: sha('b'), why: 'merge commit', subject: 'head' },
    notes: [],
  }
  const image = { baseImage: 'base:rocm630' }
  return planSchema.parse({
    schema: 1,
    comparison,
    run,
    createdAt: time,
    request: requestSchema.parse({
      repository: 'o/r',
      pullRequest: 7,
      models: [...models],
      ...(budgetSeconds !== undefined && { budgetSeconds }),
    }),
    source,
    runDirectory: '/nowhere',
    seed: 1,
    images: {
      main: { arm: 'main', tag: 'main-aaaaaaa-rocm630', sha: sha('a'), ...image },
      pr: { arm: 'pr', tag: 'pull-7-merge-bbbbbbb-rocm630', sha: sha('b'), ...image },
    },
    stages: models.map((model) => stage(model)),
    looks: [...looks],
    redoLimit: 2,
    ...limits,
  })
}

function stage(model: string) {
  return {
    name: `${model}/offline`,
    model,
    benchmarkType: 'offline',
    host: 'test-host',
    recipe: {
      name: model,
      title: model,
      engine: 'none',
      image: { base: 'base:rocm630' },
      weights: { model: '/model' },
      tensorParallel: 1,
    },
    metrics: [{ name: 'e2e_latency', label: 'E2E Latency', unit: 's', better: 'lower', role: 'deciding' }],
    cases: [{ name: 'TP=1, BS=1, IL=8, OL=8' }],
    processes: 1,
    processDeadlineSeconds: 7200,
    work: '',
    expectedLaunchSeconds: 1,
    expectedPrimingSeconds: 0,
  }
}

export function pairResult(order: PairOrder, change: Partial<LaunchResult> = {}): PairResult {
  const launch = (arm: 'main' | 'pr', position: 1 | 2): LaunchResult => ({
    arm,
    position,
    startedAt: time,
    finishedAt: time,
    cases: order.stage.cases.map((entry) => ({
      case: entry.name,
      values: { e2e_latency: 1 },
      reason: null,
      repeats: [],
    })),
    processes: [],
    log: '',
    ...change,
  })
  const second = order.first === 'main' ? 'pr' : 'main'
  const { pair, attempt, generation } = order
  const launches = [launch(order.first, 1), launch(second, 2)]
  return { stage: order.stage.name, pair, attempt, generation, host: order.stage.host, launches }
}

/** Activities that perform nothing and remember what they were asked for. */
export function fakeActivities(options: {
  models: readonly string[]
  looks: readonly number[]
  needs?: (look: number) => Record<string, StageNeed>
  limits?: Limits
  /** What of the plan is otherwise. */
  change?: (planned: Plan) => Plan
}) {
  const calls: string[] = []
  const orders: PairOrder[] = []
  const notes: string[] = []
  const recorded: PairResult[] = []
  const problems: string[] = []
  const logged: string[] = []
  const change = options.change ?? ((planned: Plan) => planned)
  let look = 0
  const control: ControlActivities = {
    resolveSource: () => Promise.resolve(plan('c', 'r', options.models, options.looks).source),
    planComparison: (_request, _source, { comparison, run }) =>
      Promise.resolve(change(plan(comparison, run, options.models, options.looks, options.limits))),
    openRunDirectory: (planned) => Promise.resolve(planned),
    reopenRun: () => Promise.reject(new Error('this test has no run directory')),
    knownPairsOf: (planned) => Promise.resolve(knownPairsOf({ ...newRecord(planned), pairs: recorded })),
    recordImage: (_plan, image) => Promise.resolve(void calls.push(`recordImage ${image.arm}`)),
    recordPair: (_plan, pair) => {
      recorded.push(pair)
      return Promise.resolve(void calls.push(`recordPair ${pair.stage} ${pair.pair}`))
    },
    judgeLook: () => Promise.resolve(options.needs?.(look++) ?? {}),
    renderReport: (planned, ending) => {
      const stages = ending.stages.map((entry) => `${entry.name}=${entry.state}`).join(' ')
      notes.push(...(ending.notes ?? []).map(endingWords))
      if (ending.problem !== undefined) problems.push(endingWords(ending.problem))
      calls.push(`renderReport ${ending.ending} ${stages}`.trim())
      return Promise.resolve({
        comparison: planned.comparison,
        ending: ending.ending,
        complete: ending.ending === 'finished' && ending.stages.every((entry) => entry.state === 'measured'),
        verdict: 'no-change',
        lines: ending.stages.map(
          (entry) => `${entry.name}: ${entry.reason === undefined ? entry.state : endingWords(entry.reason)}`,
        ),
        runDirectory: '/nowhere',
        report: '/nowhere/comparison_report.md',
      })
    },
    notify: (_plan, { ending }, { kind }) => {
      calls.push(`notify ${kind} ${ending}`)
      return Promise.resolve([])
    },
    publish: (_plan, { occasion, sequence }) => {
      const what = occasion.kind === 'ended' ? occasion.outcome.ending : occasion.status.phase
      calls.push(`publish ${sequence} ${what}`)
      return Promise.resolve([])
    },
  }
  const host: HostActivities = {
    buildImage: ({ arm, host: name, architecture }): Promise<BuiltImage> =>
      Promise.resolve({
        arm,
        host: name,
        ...(architecture === undefined ? {} : { architecture }),
        id: `sha256:${(architecture === undefined ? '0' : '1').repeat(63)}${arm === 'main' ? 'a' : 'b'}`,
        tag: arm,
        baseImageId: '',
        built: true,
        seconds: 1,
        probed: {},
        log: '',
      }),
    runPair: (order) => {
      orders.push(order)
      return Promise.resolve(pairResult(order))
    },
  }
  const hostControl: HostControlActivities = {
    checkHost: () => Promise.resolve(),
    cleanUp: ({ stage: name }) => {
      calls.push(`cleanUp ${name ?? 'everything'}`)
      return Promise.resolve([])
    },
  }
  return { calls, orders, notes, problems, recorded, logged, control, host, hostControl }
}

export type FakeActivities = ReturnType<typeof fakeActivities>
