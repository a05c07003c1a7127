import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { makeModel, runProgram } from './demo-engine-process.js'
import { DemoServers, readyLine, type DemoServer } from './demo-engine-server-process.js'

const servers = new DemoServers()
let model: string

beforeAll(async () => {
  model = await makeModel()
})

afterEach(() => servers.killAll())

afterAll(async () => {
  await rm(model, { recursive: true })
})

function generate(server: DemoServer, body: Record<string, unknown>): Promise<Response> {
  return fetch(`${server.url}/generate`, { method: 'POST', body: JSON.stringify(body) })
}

/** What the server answers to bytes on one connection, until it closes it. */
async function talk(server: DemoServer, bytes: string): Promise<string> {
  const socket = connect(Number(server.port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

describe('the demo server', { timeout: 30_000 }, () => {
  it('answers as SGLang does, and with its older names', async () => {
    const server = await servers.launchReady(model)

    const health = await fetch(`${server.url}/health`)
    const generated = await fetch(`${server.url}/health_generate`)
    const models = (await (await fetch(`${server.url}/v1/models`)).json()) as { data: { id: string }[] }
    const info = await (await fetch(`${server.url}/get_model_info`)).json()
    const state = await (await fetch(`${server.url}/get_server_info`)).json()

    expect(health.status).toBe(200)
    expect(generated.status).toBe(200)
    expect(models.data[0]?.id).toBe(model)
    expect(info).toMatchObject({ model_path: model, is_generation: true })
    expect(state).toMatchObject({ api_key: null, internal_states: [{ num_running_reqs: 0 }] })
  })

  it('streams the text so far, and gives the same text at once', async () => {
    const server = await servers.launchReady(model)
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
    const server = await servers.launchReady(model)
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

  it('takes null for the default number of tokens, as SGLang does', async () => {
    const server = await servers.launchReady(model)
    const body = JSON.stringify({ prompt: 'once upon a time', max_tokens: null })

    const completed = await fetch(`${server.url}/v1/completions`, { method: 'POST', body })
    const generated = await generate(server, { text: 'once', sampling_params: { max_new_tokens: null } })

    expect([completed.status, generated.status]).toEqual([200, 200])
    expect(await completed.json()).toMatchObject({ usage: { completion_tokens: 16 } })
    expect(await generated.json()).toMatchObject({ meta_info: { completion_tokens: 128 } })
  })

  it('reads bodies that come in chunks, and such of GETs, and stays in step with its client', async () => {
    const server = await servers.launchReady(model)
    const body = '{"text": "once upon a time", "sampling_params": {"max_new_tokens": 1}}'
    const length = body.length.toString(16)
    const requests = [
      `POST /generate HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${length};x=y\r\n${body}\r\n0\r\nTrailer: 1\r\n\r\n`,
      `GET /flush_cache HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc`,
      'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n',
    ]

    const answers = await talk(server, requests.join(''))

    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(Array(3).fill('HTTP/1.1 200'))
    expect(answers).toContain('"completion_tokens":1')
  })

  it('says an error of a stream with status 200', async () => {
    const server = await servers.launchReady(model)
    const body = { text: 'hello', sampling_params: { max_new_tokens: 100_000 } }

    const streamed = await generate(server, { ...body, stream: true })
    const whole = await generate(server, body)

    expect([streamed.status, whole.status]).toEqual([200, 400])
    expect(await streamed.text()).toMatch(/^data: \{"error":/)
  })

  it('computes a known prefix once, until the cache is flushed', async () => {
    const server = await servers.launchReady(model)
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

  it('is busy for as many flushes as are asked for, and compiles a kernel before the prompt that is named', async () => {
    const server = await servers.launchReady(model, {
      DEMO_ENGINE_FLUSH_BUSY: '1',
      DEMO_ENGINE_SERVER_BUILD: '2',
    })

    const flushes = [await fetch(`${server.url}/flush_cache`), await fetch(`${server.url}/flush_cache`)]
    await (await generate(server, { text: 'one', sampling_params: { max_new_tokens: 1 } })).text()
    expect(flushes.map(({ status }) => status)).toEqual([400, 200])
    server.signal('SIGTERM')
    const { stdout } = await server.ended
    // The first prompt was the server's own.
    expect(stdout).toMatch(/flush_cache[^]*start build \[module_demo\][^]*finish build \[module_demo\]/)
  })

  it('refuses to flush while a request runs, and ends it before it exits', async () => {
    const server = await servers.launchReady(model)
    const running = generate(server, { text: 'go on', sampling_params: { max_new_tokens: 8000 } })
    await expect
      .poll(async () => (await fetch(`${server.url}/server_info`)).text())
      .toContain('"num_running_reqs":1')

    const flush = await fetch(`${server.url}/flush_cache`)
    server.signal('SIGTERM')
    const answer = (await (await running).json()) as { meta_info: { completion_tokens: number } }
    const { exitCode } = await server.ended

    expect(flush.status).toBe(400)
    expect(answer.meta_info.completion_tokens).toBe(8000)
    expect(exitCode).toBe(0)
  })

  it('says ready on a taken port, and exits with 3', async () => {
    const first = await servers.launchReady(model)
    const program = ['-m', 'sglang.launch_server', '--model-path', model, '--port', first.port]

    const second = await runProgram(program)

    expect(second.stderr).toContain('address already in use')
    expect(second.stderr).toContain(readyLine)
    expect(second.exitCode).toBe(3)
  })

  it('exits instead of getting ready where a test asks for it', async () => {
    const server = await servers.launch(model, { DEMO_ENGINE_SERVER_EXIT: '1' })

    const { exitCode, stderr } = await server.ended

    expect(exitCode).toBe(1)
    expect(stderr).not.toContain(readyLine)
  })
})
