import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import {
  readServingHelp,
  servingCommand,
  servingHelpCommand,
} from '../../src/engines/sglang/serving-command.js'
import { readServingResult } from '../../src/engines/sglang/load-client.js'
import { servingOutput } from '../../src/engines/sglang/serving-output.js'
import { until } from '../e2e/waiting.js'
import { modelPath, printedBy, runSglang, startDemoServer } from './in-base-image.js'

const folder = inject('prepared')
const port = 30000
const prompts = 12
const inputLength = 24
const outputLength = 8

describe("SGLang's load generators on the demo engine's server", () => {
  let server: Awaited<ReturnType<typeof startDemoServer>>
  let out = ''

  beforeAll(async () => {
    server = await startDemoServer(port)
    await until('the demo server was ready', async () =>
      (await printedBy(server.container)).includes('ready to roll!'),
    )
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'prbench-sglang-'))
  })
  afterEach(() => rm(out, { recursive: true, force: true }))

  it.each([
    { version: '0.5.23', module: 'sglang.benchmark.serving', infoPath: '/server_info' },
    { version: '0.4.9.post6', module: 'sglang.bench_serving', infoPath: '/get_server_info' },
  ])('are driven and read by prbench: $version', async ({ version, module, infoPath }) => {
    const place = { folder, version, out, networkOf: server.container }
    const help = await runSglang({ ...place, command: servingHelpCommand(module) })
    expect(help.exitCode, help.stderr).toBe(0)
    const command = servingCommand({
      ...readServingHelp(module, help.stdout),
      host: '127.0.0.1',
      port,
      modelPath,
      tokenizerPath: modelPath,
      load: { requestRate: 20 },
      prompts,
      inputLength,
      outputLength,
      seed: 1,
      outputFile: '/out/rows.jsonl',
    })

    const before = answersIn(await printedBy(server.container)).length

    const { stdout, stderr, exitCode } = await runSglang({ ...place, command })

    expect(exitCode, stderr).toBe(0)
    // The demo engine speaks SGLang's protocol: no question of its own client is one that it does not know.
    const answers = answersIn(await printedBy(server.container)).slice(before)
    expect(answers.filter(({ status }) => status !== '200')).toEqual([])
    expect(answers.filter(({ path }) => path === '/generate').length).toBeGreaterThanOrEqual(prompts)
    expect(answers.map(({ path }) => path)).toContain(infoPath)
    const row = readServingResult(await readFile(join(out, 'rows.jsonl'), 'utf8'), 'rows.jsonl')
    const output = servingOutput()
    for (const line of stdout.split('\n')) output.read(line)
    expect(output).toMatchObject({ hasBegun: true, firstError: undefined })
    expect(row.completed).toBe(prompts)
    expect(row.outputTokens).toBe(prompts * outputLength)
    expect(row.answerTokens).toBeGreaterThan(0)
    expect(Object.keys(row.metrics)).toEqual(
      expect.arrayContaining(['e2e_latency_median', 'ttft_median', 'itl_median', 'output_throughput']),
    )
  })
})

/** What the server answered, by its access log. */
function answersIn(printed: string): { path: string; status: string }[] {
  const lines = printed.matchAll(/"[A-Z]+ ([^ ?]+)[^ ]* HTTP\/1\.1" (\d+)/g)
  return Array.from(lines, ([, path = '', status = '']) => ({ path, status }))
}
