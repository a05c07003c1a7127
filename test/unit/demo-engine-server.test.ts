import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa, type ResultPromise } from 'execa'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { demoFolder, engineEnvironment, makeModel, runProgram } from './demo-engine-process.js'

const readyLine = 'The server is fired up and ready to roll!'
const patience = { timeout: 30_000 }

let model: string
let folder: string
const started: Server[] = []

interface Server {
  readonly process: ResultPromise<{ reject: false }>
  readonly url: string
  readonly port: string
}

beforeAll(async () => {
  model = await makeModel()
  folder = await mkdtemp(join(tmpdir(), 'prbench-demo-'))
})

afterEach(async () => {
  for (const server of started.splice(0)) {
    server.process.kill('SIGKILL')
    await server.process
  }
})

afterAll(async () => {
  await rm(model, { recursive: true })
  await rm(folder, { recursive: true })
})

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address !== null ? String(address.port) : ''
}

async function launch(faults: Record<string, string> = {}, ...flags: string[]): Promise<Server> {
  const port = await freePort()
  const program = ['-u', '-m', 'sglang.launch_server', '--model-path', model, '--port', port, ...flags]
  const process = execa('python3', program, { env: engineEnvironment(faults), reject: false })
  const server: Server = { process, url: `http://127.0.0.1:${port}`, port }
  started.push(server)
  return server
}

async function launchReady(faults: Record<string, string> = {}, ...flags: string[]): Promise<Server> {
  const server = await launch(faults, ...flags)
  for await (const line of server.process.iterable({ from: 'stderr' })) {
    if (line.includes(readyLine)) return server
  }
  throw new Error('The server ended before it was ready.')
}

function generate(server: Server, body: Record<string, unknown>): Promise<Response> {
  return fetch(`${server.url}/generate`, { method: 'POST', body: JSON.stringify(body) })
}

function load(server: Server, file: string, ...flags: string[]) {
  const sizes = ['--random-input', '64', '--random-output', '8', '--random-range-ratio', '1', '--seed', '1']
  return runProgram([
    ...['-m', 'sglang.benchmark.serving', '--port', server.port, '--output-file', file],
    ...['--dataset-name', 'random-ids', '--num-prompts', '6', ...sizes, ...flags],
  ])
}

describe('the demo server', patience, () => {
  it('answers as SGLang does, and with its older names', async () => {
    const server = await launchReady()

    const health = await fetch(`${server.url}/health`)
    const models = (await (await fetch(`${server.url}/v1/models`)).json()) as { data: { id: string }[] }
    const info = await (await fetch(`${server.url}/get_model_info`)).json()
    const state = await (await fetch(`${server.url}/get_server_info`)).json()

    expect(health.status).toBe(200)
    expect(models.data[0]?.id).toBe(model)
    expect(info).toMatchObject({ model_path: model, is_generation: true })
    expect(state).toMatchObject({ api_key: null, internal_states: [{ num_running_reqs: 0 }] })
  })

  it('streams the text so far, and gives the same text at once', async () => {
    const server = await launchReady()
    const body = { text: 'once upon a time', sampling_params: { max_new_tokens: 3 } }

    const stream = await (await generate(server, { ...body, stream: true })).text()
    const whole = (await (await generate(server, body)).json()) as { text: string }

    const events = stream.split('\n\n').filter((event) => event !== '')
    const texts = events.slice(0, -1).map((event) => {
      const { text } = JSON.parse(event.slice('data: '.length)) as { text: string }
      return text
    })
    expect(events.at(-1)).toBe('data: [DONE]')
    expect(texts.map((text) => text.trim().split(' ').length)).toEqual([1, 2, 3])
    expect(texts.every((text) => whole.text.startsWith(text))).toBe(true)
    expect(texts.at(-1)).toBe(whole.text)
  })

  it('takes completions, streamed and not', async () => {
    const server = await launchReady()
    const complete = async (stream: boolean) => {
      const body = JSON.stringify({ prompt: 'once upon a time', max_tokens: 4, stream })
      return (await fetch(`${server.url}/v1/completions`, { method: 'POST', body })).text()
    }

    const whole = JSON.parse(await complete(false)) as { choices: { text: string }[]; usage: object }
    const stream = await complete(true)

    const pieces = [...stream.matchAll(/"text":"([^"]*)"/g)].map((match) => match[1] ?? '')
    expect(pieces).toHaveLength(4)
    expect(pieces.join('')).toBe(whole.choices[0]?.text)
    expect(whole.usage).toEqual({ prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 })
    expect(stream.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('says an error of a stream with status 200', async () => {
    const server = await launchReady()
    const body = { text: 'hello', sampling_params: { max_new_tokens: 100_000 } }

    const streamed = await generate(server, { ...body, stream: true })
    const whole = await generate(server, body)

    expect([streamed.status, whole.status]).toEqual([200, 400])
    expect(await streamed.text()).toMatch(/^data: \{"error":/)
  })

  it('computes a known prefix once, until the cache is flushed', async () => {
    const server = await launchReady()
    const cachedTokens = async () => {
      const body = {
        input_ids: Array.from({ length: 40 }, (_, id) => id),
        sampling_params: { max_new_tokens: 1 },
      }
      const answer = (await (await generate(server, body)).json()) as { meta_info: { cached_tokens: number } }
      return answer.meta_info.cached_tokens
    }

    const before = [await cachedTokens(), await cachedTokens()]
    const flush = await fetch(`${server.url}/flush_cache`, { method: 'POST' })
    const after = await cachedTokens()

    expect(before).toEqual([0, 32])
    expect(flush.status).toBe(200)
    expect(after).toBe(0)
  })

  it('refuses to flush while a request runs, and ends it before it exits', async () => {
    const server = await launchReady()
    const running = generate(server, { text: 'go on', sampling_params: { max_new_tokens: 8000 } })
    await expect
      .poll(async () => (await fetch(`${server.url}/server_info`)).text())
      .toContain('"num_running_reqs":1')

    const flush = await fetch(`${server.url}/flush_cache`)
    server.process.kill('SIGTERM')
    const answer = (await (await running).json()) as { meta_info: { completion_tokens: number } }
    const { exitCode } = await server.process

    expect(flush.status).toBe(400)
    expect(answer.meta_info.completion_tokens).toBe(8000)
    expect(exitCode).toBe(0)
  })

  it('says ready on a taken port, and exits with 3', async () => {
    const first = await launchReady()
    const program = ['-m', 'sglang.launch_server', '--model-path', model, '--port', first.port]

    const second = await runProgram(program)

    expect(second.stderr).toContain('address already in use')
    expect(second.stderr).toContain(readyLine)
    expect(second.exitCode).toBe(3)
  })

  it('exits instead of getting ready where a test asks for it', async () => {
    const server = await launch({ DEMO_ENGINE_SERVER_EXIT: '1' })

    const { exitCode, stderr } = await server.process

    expect(exitCode).toBe(1)
    expect(stderr).not.toContain(readyLine)
  })
})

describe('the load generator', patience, () => {
  it('prints the labels and appends a row with a bare Infinity', async () => {
    const server = await launchReady({}, '--api-key', 'secret')
    const file = join(folder, 'load.jsonl')
    process.env.OPENAI_API_KEY = 'secret'

    const { stdout, exitCode } = await load(server, file, '--max-concurrency', '2')

    delete process.env.OPENAI_API_KEY
    const row = await readFile(file, 'utf8')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Successful requests: {21}6 {9}$/m)
    expect(stdout).toMatch(/^Total generated tokens: {17}48 {8}$/m)
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
    const server = await launchReady({ DEMO_ENGINE_REFUSE: '1' })

    const { stdout, exitCode } = await load(server, join(folder, 'refused.jsonl'))

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Successful requests: +6 *$/m)
    expect(stdout).toMatch(/^Median TTFT \(ms\): +0\.00 *$/m)
    expect(stdout).toMatch(/^Total generated tokens \(retokenized\): +0 *$/m)
  })
})

describe('the accuracy programs', patience, () => {
  it.each([
    { program: ['-m', 'sglang.test.few_shot_gsm8k'], wrong: '0', accuracy: '1.000' },
    { program: [join(demoFolder, 'engine/benchmark/gsm8k/bench_sglang.py')], wrong: '1', accuracy: '0.000' },
  ])('print four lines: $program', async ({ program, wrong, accuracy }) => {
    const server = await launchReady({ DEMO_ENGINE_WRONG_ANSWERS: wrong })
    const questions = ['--data-path', join(demoFolder, 'gsm8k.jsonl'), '--port', server.port]
    const rows = program.length === 1 ? ['--result-file', join(folder, 'accuracy.jsonl')] : []

    const { stdout } = await runProgram([...program, ...questions, ...rows])

    const [first, ...others] = stdout.split('\n')
    expect(first).toBe(`Accuracy: ${accuracy}`)
    expect(others).toEqual([
      'Invalid: 0.000',
      expect.stringMatching(/^Latency: \d+\.\d{3} s$/),
      expect.stringMatching(/^Output throughput: \d+\.\d{3} token\/s$/),
    ])
  })

  it('print no accuracy where no server answers', async () => {
    const questions = ['--data-path', join(demoFolder, 'gsm8k.jsonl'), '--port', await freePort()]

    const { stdout, exitCode } = await runProgram(['-m', 'sglang.test.few_shot_gsm8k', ...questions])

    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
  })
})
