import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { gsm8kAnswersFile, rightAnswers } from '../../src/engines/sglang/gsm8k-answers.js'
import { demoFolder, makeModel, runProgram, type ProgramResult } from './demo-engine-process.js'
import { DemoServers, freePort, type DemoServer } from './demo-engine-server-process.js'

const servers = new DemoServers()
let model: string
let folder: string

beforeAll(async () => {
  model = await makeModel()
  folder = await mkdtemp(join(tmpdir(), 'prbench-demo-'))
})

afterEach(() => servers.killAll())

afterAll(async () => {
  await rm(model, { recursive: true })
  await rm(folder, { recursive: true })
})

function load(
  server: DemoServer,
  file: string,
  environment: Record<string, string> = {},
): Promise<ProgramResult> {
  const sizes = ['--random-input', '64', '--random-output', '8', '--random-range-ratio', '1', '--seed', '1']
  const program = [
    ...['-m', 'sglang.benchmark.serving', '--port', server.port, '--output-file', file],
    ...['--dataset-name', 'random-ids', '--num-prompts', '6', '--max-concurrency', '2', ...sizes],
  ]
  return runProgram(program, environment)
}

describe('the load generator', { timeout: 30_000 }, () => {
  it('prints the labels and appends a row with a bare Infinity', async () => {
    const server = await servers.launchReady(model, {}, ['--api-key', 'secret'])
    const file = join(folder, 'load.jsonl')

    const { stdout, exitCode } = await load(server, file, { OPENAI_API_KEY: 'secret' })

    const row = await readFile(file, 'utf8')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Successful requests: {21}6 {9}$/m)
    expect(stdout).toMatch(/^Total generated tokens: {18}48 {8}$/m)
    for (const label of ['Median E2E Latency (ms)', 'Median TTFT (ms)', 'Median ITL (ms)', 'Max ITL (ms)']) {
      expect(stdout).toMatch(
        new RegExp(`^${`${label}:`.padEnd(40).replace(/[()]/g, '\\$&')} \\d+\\.\\d\\d *$`, 'm'),
      )
    }
    expect(row).toContain('"request_rate": Infinity')
    expect(JSON.parse(row.replace('Infinity', 'null'))).toMatchObject({
      completed: 6,
      max_concurrency: 2,
      total_output_tokens: 48,
      total_output_tokens_retokenized: 48,
      median_ttft_ms: expect.any(Number) as number,
      p99_itl_ms: expect.any(Number) as number,
      server_info: { api_key: 'secret' },
    })
  })

  it('counts refused requests as successful, with no time to a first token', async () => {
    const server = await servers.launchReady(model, { DEMO_ENGINE_REFUSE: '1' })

    const { stdout, exitCode } = await load(server, join(folder, 'refused.jsonl'))

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Successful requests: +6 *$/m)
    expect(stdout).toMatch(/^Median TTFT \(ms\): +0\.00 *$/m)
    expect(stdout).toMatch(/^Total generated tokens \(retokenized\): +0 *$/m)
  })
})

describe('the accuracy programs', { timeout: 30_000 }, () => {
  it.each([
    { program: ['-m', 'sglang.test.few_shot_gsm8k'], wrong: '0', accuracy: '1.000' },
    { program: [join(demoFolder, 'engine/benchmark/gsm8k/bench_sglang.py')], wrong: '1', accuracy: '0.000' },
  ])('print four lines: $program', async ({ program, wrong, accuracy }) => {
    const server = await servers.launchReady(model, { DEMO_ENGINE_WRONG_ANSWERS: wrong })
    const questions = ['--data-path', join(demoFolder, 'gsm8k.jsonl'), '--port', server.port]
    const rows = program.length === 1 ? ['--result-file', join(folder, 'accuracy.jsonl')] : []

    const { stdout } = await runProgram([...program, ...questions, ...rows], {}, folder)

    const [first, ...others] = stdout.split('\n')
    expect(first).toBe(`Accuracy: ${accuracy}`)
    expect(others).toEqual([
      'Invalid: 0.000',
      expect.stringMatching(/^Latency: \d+\.\d{3} s$/),
      expect.stringMatching(/^Output throughput: \d+\.\d{3} token\/s$/),
    ])
    const written = await readFile(join(folder, gsm8kAnswersFile), 'utf8')
    const asked = await readFile(join(demoFolder, 'gsm8k.jsonl'), 'utf8')
    const right = rightAnswers(written, asked, Number(accuracy))
    expect(right).toBe((wrong === '0' ? '1' : '0').repeat(50))
  })

  it('print no accuracy where no server answers', async () => {
    const questions = ['--data-path', join(demoFolder, 'gsm8k.jsonl'), '--port', await freePort()]

    const { stdout, exitCode } = await runProgram(['-m', 'sglang.test.few_shot_gsm8k', ...questions])

    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
  })
})
