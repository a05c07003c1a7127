/** Defects of the historical tool in how it measured: each test fails on what it did. */
import { describe, expect, it } from 'vitest'
import { arms, otherArm } from '../../src/comparison/arm.js'
import { offlineCaseName } from '../../src/engines/sglang/offline-cases.js'
import { firstArm } from '../../src/comparison/order.js'
import type { Sample } from '../../src/comparison/samples.js'
import { judge } from '../../src/verdict/judge.js'
import { OneBatchReader } from '../../src/engines/sglang/one-batch-reader.js'
import { loadReader } from '../../src/engines/load-case.js'
import { readServingResult } from '../../src/engines/sglang/load-client.js'
import { servingOutput } from '../../src/engines/sglang/serving-output.js'
import { readOfflineCsv } from '../../src/historical/read-offline-csv.js'
import { historicalFiles } from '../../src/historical/write.js'
import { demoRecord, generator, withLaunches } from '../fixtures/record.js'

const pairCount = 10

/**
 * Both arms are equal, and the host slows down by 2 % with each launch: what each launch measures, in order.
 */
function onDriftingHost(order: readonly (readonly ['main' | 'pr', number])[]): Sample[] {
  const random = generator(3)
  return order.map(([arm, pair], time) => ({
    model: 'grok',
    benchmarkType: 'offline',
    case: 'TP=8, BS=1, IL=8, OL=8',
    metric: 'decode_latency',
    unit: 's',
    better: 'lower',
    pair,
    attempt: 1,
    arm,
    position: firstArm(7, 'grok/offline', pair) === arm ? 1 : 2,
    host: 'mi300x-01',
    startedAt: new Date(Date.UTC(2026, 0, 1, 0, time)).toISOString(),
    value: 0.02 * 1.02 ** time * (1 + 0.004 * (random() - 0.5)),
    valid: true,
    reason: '',
  }))
}

describe('defect 1: all of main runs before all of the PR, so that drift becomes a regression', () => {
  const pairs = Array.from({ length: pairCount }, (_, index) => index + 1)
  const interleaved = pairs.flatMap((pair) => {
    const first = firstArm(7, 'grok/offline', pair)
    return [[first, pair] as const, [otherArm(first), pair] as const]
  })
  const oneAfterTheOther = arms.flatMap((arm) => pairs.map((pair) => [arm, pair] as const))

  it('launches the arms of a pair next to each other, each of them first equally often', () => {
    const firsts = pairs.map((pair) => firstArm(7, 'grok/offline', pair))

    expect(firsts.filter((arm) => arm === 'main')).toHaveLength(pairCount / 2)
    expect(firsts.every((arm, index) => index === 0 || arm !== firsts[index - 1])).toBe(true)
  })

  it('finds no regression in equal arms on a host that slows down', () => {
    const { verdict } = judge(onDriftingHost(interleaved), { final: true })

    expect(verdict).not.toBe('regression')
    expect(judge(onDriftingHost(oneAfterTheOther), { final: true }).verdict).toBe('regression')
  })
})

describe('defect 2: one run, or the best of three, is taken for the result', () => {
  const shape = { tensorParallel: 8, batchSize: 1, inputLength: 1024, outputLength: 128 }
  const latencies = [1, 4, 2]
  const record = withLaunches(demoRecord({ pairs: 3 }), (launch, { pair }) => ({
    ...launch,
    cases: launch.cases.map((entry) =>
      entry.case === offlineCaseName(shape)
        ? { ...entry, values: { ...entry.values, e2e_latency: latencies[pair - 1] ?? NaN } }
        : entry,
    ),
  }))

  it('writes the geometric mean over the launches, not the best of them', () => {
    const file = historicalFiles(record).find(({ path }) => /^main\/offline\/GROK1\/.*csv$/.test(path))

    const { cases } = readOfflineCsv(file?.text ?? '', 'main.csv')

    expect(cases.get('TP=8, BS=1, IL=1024, OL=128')?.e2e_latency).toEqual({ value: 2 })
  })

  it('shows how far the launches lie apart: an interval, not a number alone', () => {
    const { stages } = judge(
      onDriftingHost([1, 2, 3, 4].flatMap((pair) => arms.map((arm) => [arm, pair] as const))),
      {
        final: true,
      },
    )

    const { low, high } = stages[0]?.metrics[0] ?? { low: null, high: null }
    expect(low ?? Infinity).toBeLessThan(high ?? -Infinity)
  })
})

describe('defect 4: a benchmark that crashes counts as success, by the exit status of a pipe', () => {
  const shape = { batchSize: 4, inputLength: 8, outputLength: 8 }

  it('takes an offline process for complete by what it printed, whatever its exit code', () => {
    const entry = {
      name: offlineCaseName({ ...shape, tensorParallel: 8 }),
      tensorParallel: 8,
      ...shape,
      flags: [],
    }
    const reader = new OneBatchReader({ cases: [entry], passes: 1 })

    const finished = ['Benchmark ...', '[rank0]: RuntimeError: HSA_STATUS_ERROR'].flatMap((line) =>
      reader.read(line),
    )

    expect(finished).toEqual([])
    expect(reader.isComplete).toBe(false)
  })

  it('takes a load generator that says nothing for a failure, though its exit code is 0', async () => {
    const entry = {
      name: 'request rate 1',
      load: { requestRate: 1 },
      prompts: 20,
      inputLength: 8,
      outputLength: 8,
    }

    const reader = loadReader({
      ...{ entry, output: servingOutput() },
      resultIn: (text) => readServingResult(text, 'serving.jsonl'),
      factsIn: () => ({ remarks: [], builtModule: undefined }),
    })

    const result = await reader.result(
      { exitCode: 0, timedOut: false, oomKilled: false, file: { text: '' } },
      { wallSeconds: 1, serverLines: [] },
    )

    expect(result.values).toBeNull()
    expect(result.reason).not.toBeNull()
  })
})
