import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { makeModel, runProgram, type ProgramResult } from './demo-engine-process.js'

// Programs start slowly where other tests take the cores.
const patience = { timeout: 30_000 }

let model: string
let folder: string

beforeAll(async () => {
  model = await makeModel()
  folder = await mkdtemp(join(tmpdir(), 'prbench-demo-'))
})

afterAll(async () => {
  await rm(model, { recursive: true })
  await rm(folder, { recursive: true })
})

function oneBatch(
  programArguments: string,
  faults: Record<string, string> = {},
  module = 'sglang.benchmark.one_batch',
  modelPath = model,
): Promise<ProgramResult> {
  const given = programArguments.split(' ')
  const rows = given.includes('--result-filename') ? [] : ['--result-filename', '']
  return runProgram(['-m', module, '--model-path', modelPath, ...given, ...rows], faults)
}

const number = String.raw` *\d+\.\d{2}`
const prefillLine = new RegExp(String.raw`^Prefill\. latency: \d+\.\d{5} s, throughput: ${number} token/s$`)
const stepLine = (step: number, batchSize: number) =>
  new RegExp(
    String.raw`^Decode ${step}\. Batch size: ${batchSize}, latency: \d+\.\d{5} s, throughput: ${number} token/s$`,
  )
const medianLine = new RegExp(
  String.raw`^Decode\.  median latency: \d+\.\d{5} s, median throughput: ${number} token/s$`,
)
const totalLine = new RegExp(String.raw`^Total\. latency:  \d+\.\d{3} s, throughput: ${number} token/s$`)

function block(batchSize: number, steps: number): RegExp[] {
  const shown = Array.from({ length: Math.min(steps, 5) }, (_, step) => stepLine(step, batchSize))
  return [prefillLine, ...shown, ...(steps > 0 ? [medianLine] : []), totalLine]
}

function expectLines(stdout: string, expected: (string | RegExp)[]): void {
  const lines = stdout.split('\n')
  expect(lines).toHaveLength(expected.length)
  expected.forEach((line, index) => {
    expect(lines[index]).toEqual(typeof line === 'string' ? line : expect.stringMatching(line))
  })
}

describe('one-batch', patience, () => {
  it('warms up the first combination, then measures all, batch size outermost', async () => {
    const { stdout, exitCode } = await oneBatch('--batch-size 1 2 --input-len 32 16 --output-len 8')

    expect(exitCode).toBe(0)
    expectLines(stdout, [
      'max_total_num_tokens=131072',
      'Warmup ...',
      ...block(1, 7),
      'Benchmark ...',
      ...[1, 1, 2, 2].flatMap((batchSize) => block(batchSize, 7)),
    ])
  })

  it('prints no decode lines where only one token is asked for', async () => {
    const { stdout } = await oneBatch('--batch-size 1 --input-len 16 --output-len 1')

    expectLines(stdout, [
      'max_total_num_tokens=131072',
      'Warmup ...',
      ...block(1, 0),
      'Benchmark ...',
      ...block(1, 0),
    ])
  })

  it('appends a row for each measured case, under its old name too', async () => {
    const file = join(folder, 'rows.jsonl')
    const sweep = `--batch-size 2 3 --input-len 16 --output-len 4 --run-name demo --result-filename ${file}`

    await oneBatch(sweep)
    const { stderr } = await oneBatch(sweep, {}, 'sglang.bench_one_batch')

    const rows = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(stderr).toContain('FutureWarning')
    expect(rows.map((row) => JSON.parse(row) as unknown)).toEqual(
      [2, 3, 2, 3].map((batchSize) => ({
        run_name: 'demo',
        batch_size: batchSize,
        input_len: 16,
        output_len: 4,
        prefill_latency: expect.any(Number) as number,
        prefill_throughput: expect.any(Number) as number,
        median_decode_latency: expect.any(Number) as number,
        median_decode_throughput: expect.any(Number) as number,
        total_latency: expect.any(Number) as number,
        overall_throughput: expect.any(Number) as number,
      })),
    )
  })

  it('takes its latencies from the device, whatever the machine does beside it', async () => {
    const file = join(folder, 'device.jsonl')
    const sweep = `--batch-size 1 2 --input-len 64 --output-len 32 --result-filename ${file}`

    await oneBatch(sweep)
    await oneBatch(sweep)

    const rows = (await readFile(file, 'utf8')).trimEnd().split('\n')
    const [one, two, oneAgain, twoAgain] = rows.map(
      (row) => JSON.parse(row) as { prefill_latency: number; total_latency: number },
    )
    expect(Number(oneAgain?.total_latency) / Number(one?.total_latency)).toBeCloseTo(1, 4)
    expect(Number(twoAgain?.total_latency) / Number(two?.total_latency)).toBeCloseTo(1, 4)
    expect(Number(two?.prefill_latency) / Number(one?.prefill_latency)).toBeCloseTo(2, 1)
  })

  it('takes the flags of the recipes', async () => {
    const { exitCode } = await oneBatch(
      '--input-len 16 --output-len 2 --tokenizer-path x --tp 8 --quantization fp8 --trust-remote-code' +
        ' --attention-backend aiter --mem-fraction-static 0.85 --cuda-graph-max-bs 1024 --load-format dummy' +
        ' --sampling-backend pytorch --disable-radix-cache',
    )

    expect(exitCode).toBe(0)
  })

  it('refuses an unknown flag with exit code 2', async () => {
    const { stderr, exitCode } = await oneBatch('--no-such-flag')

    expect(exitCode).toBe(2)
    expect(stderr).toContain('unrecognized arguments: --no-such-flag')
  })

  it('says what is wrong with a model folder', async () => {
    const { stderr, exitCode } = await oneBatch('--batch-size 1', {}, undefined, '/no/such/model')

    expect(exitCode).toBe(1)
    expect(stderr).toContain('/no/such/model/config.json does not exist')
  })
})

describe('a one-batch process that fails', patience, () => {
  const sweep = '--batch-size 1 4 1 4 --input-len 16 --output-len 4'

  it.each([
    { tp: 1, expectedExitCode: 1 },
    { tp: 8, expectedExitCode: 0 },
  ])('runs out of memory at TP $tp with exit code $expectedExitCode', async ({ tp, expectedExitCode }) => {
    const small = await makeModel({ memory_limit_batch_size: 2 })
    const file = join(folder, `memory-${tp}.jsonl`)

    const { stdout, stderr, exitCode } = await oneBatch(
      `${sweep} --tp ${tp} --result-filename ${file}`,
      {},
      undefined,
      small,
    )

    await rm(small, { recursive: true })
    expect(exitCode).toBe(expectedExitCode)
    expect(stdout.split('Benchmark ...')[1]?.match(/^Total\./gm)).toHaveLength(1)
    expect(stderr).toMatch(/^\[rank0\]: torch\.OutOfMemoryError: HIP out of memory\. Tried to allocate/m)
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })

  it('dies in the middle of the measurement that was named, once', async () => {
    const faults = { DEMO_ENGINE_CRASH: '4:2', DEMO_ENGINE_CRASH_ONCE: join(folder, 'crashed') }

    const first = await oneBatch(sweep, faults)
    const second = await oneBatch(sweep, faults)

    const measured = first.stdout.split('Benchmark ...')[1]
    expect(first.exitCode).toBe(139)
    expect(measured?.match(/^Total\./gm)).toHaveLength(3)
    expect(measured?.trimEnd().split('\n').at(-1)).toMatch(prefillLine)
    expect(second.exitCode).toBe(0)
  })

  it('skips batch sizes that do not fit and gives no row for them', async () => {
    const file = join(folder, 'skipped.jsonl')

    const { stdout, exitCode } = await oneBatch(`${sweep} --result-filename ${file}`, {
      DEMO_ENGINE_SKIP_ABOVE: '2',
    })

    expect(exitCode).toBe(0)
    expect(stdout.match(/^skipping \(4, 16, 4\) due to max batch size limit$/gm)).toHaveLength(2)
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(2)
  })

  it('waits in each measured case, outside of what is timed', async () => {
    const begin = performance.now()
    const { stdout } = await oneBatch('--batch-size 1 2 --input-len 16 --output-len 2', {
      DEMO_ENGINE_SLEEP_SECONDS: '0.3',
    })

    expect(performance.now() - begin).toBeGreaterThan(600)
    for (const [, seconds] of stdout.matchAll(/^Total\. latency: +([\d.]+)/gm)) {
      expect(Number(seconds)).toBeLessThan(0.3)
    }
  })

  it('refuses a fault that cannot be read', async () => {
    const { stderr, exitCode } = await oneBatch('--batch-size 1', { DEMO_ENGINE_CRASH: 'soon' })

    expect(exitCode).toBe(1)
    expect(stderr).toContain('DEMO_ENGINE_CRASH=soon cannot be read')
  })
})
