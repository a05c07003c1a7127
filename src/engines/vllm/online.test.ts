import { describe, expect, it } from 'vitest'
import type { OnlineCase } from '../online-cases.js'
import { failedServingFile, failedServingLog, servingFile } from './printed.fixture.js'
import { caseReader } from './online.js'

const entry: OnlineCase = {
  ...{ name: 'request rate 4', load: { requestRate: 4 } },
  ...{ prompts: 16, inputLength: 32, outputLength: 8 },
}
const ended = { exitCode: 0, timedOut: false, oomKilled: false }
const served = { wallSeconds: 5, serverLines: [] }

const readerOf = (lines: readonly string[] = [], measured = entry) => {
  const reader = caseReader(measured)
  for (const line of lines) reader.read(line)
  return reader
}

describe('one run of vllm bench serve', () => {
  it('gives the medians, the tails and the throughput of its file', async () => {
    const result = await readerOf().result({ ...ended, file: { text: servingFile } }, served)

    expect(result.reason).toBeNull()
    expect(result.values).toMatchObject({
      ttft_median: 30.5461694999849,
      itl_median: 8.282347999966078,
      tpot_median: 11.378198571427285,
      e2e_latency_median: 112.97166150006888,
      e2e_latency_p99: 596.1528345002307,
      output_throughput: 30.34965167903998,
    })
    expect(result.wallSeconds).toBe(5)
    expect(result.work).toEqual({ requests: 16, 'output-tokens': 128 })
  })

  it('does not count where requests failed, although the program ended with 0', async () => {
    const reader = readerOf(failedServingLog, { ...entry, prompts: 3 })

    const result = await reader.result({ ...ended, file: { text: failedServingFile } }, served)

    expect(result.values).toBeNull()
    expect(result.reason).toEqual({ kind: 'requests-failed', completed: 0, of: 3, details: ['Bad Request'] })
  })

  it('does not count where it sent fewer requests than it was told', async () => {
    const result = await readerOf([], { ...entry, prompts: 17 }).result(
      { ...ended, file: { text: servingFile } },
      served,
    )

    expect(result.reason).toEqual({ kind: 'requests-failed', completed: 16, of: 17 })
  })

  it('does not count where no first token came', async () => {
    const text = servingFile.replace(/"median_ttft_ms": [\d.]+/, '"median_ttft_ms": 0.0')

    const result = await readerOf().result({ ...ended, file: { text } }, served)

    expect(result.reason).toEqual({ kind: 'no-first-token' })
  })

  it('says how it ended where it left no file', async () => {
    const end = { ...ended, exitCode: 1, file: { problem: 'there is no /tmp/result.json' } }

    const result = await readerOf().result(end, served)

    expect(result.reason).toEqual({
      ...{ kind: 'no-result', exitCode: 1, outOfMemory: false },
      details: ['there is no /tmp/result.json'],
    })
  })

  it('says that it ran into its deadline', async () => {
    const result = await readerOf().result({ ...ended, exitCode: 137, timedOut: true }, served)

    expect(result.reason).toEqual({ kind: 'client-deadline' })
  })

  it('tells of requests that were put back, and of a kernel that was compiled meanwhile', async () => {
    const serverLines = [
      '(APIServer pid=8) INFO 11-29 21:34:44 [loggers.py:335] Engine 000: Avg prompt throughput: 9.6 tokens/s, Avg generation throughput: 2.4 tokens/s, Running: 7 reqs, Waiting: 3 reqs, Preemptions: 2, GPU KV cache usage: 99.1%',
      '(APIServer pid=8) INFO 11-29 21:34:54 [loggers.py:335] Engine 000: Avg prompt throughput: 9.6 tokens/s, Avg generation throughput: 2.4 tokens/s, Running: 7 reqs, Waiting: 3 reqs, Preemptions: 1, GPU KV cache usage: 99.1%',
      '(EngineCore pid=25) WARNING 11-29 21:34:55 [jit_monitor.py:140] Triton kernel JIT compilation during inference: _fwd_kernel. This causes a latency spike; consider extending warmup to cover this shape/config.',
    ]

    const result = await readerOf().result(
      { ...ended, file: { text: servingFile } },
      { ...served, serverLines },
    )

    expect(result.remarks).toEqual([{ kind: 'requests-put-back', requests: 3 }])
    expect(result.disturbance).toEqual({ kind: 'kernels-built', module: '_fwd_kernel' })
  })

  it('tells that the server fell behind the offered rate', async () => {
    const measured: OnlineCase = { ...entry, load: { requestRate: 40 } }

    const result = await readerOf([], measured).result({ ...ended, file: { text: servingFile } }, served)

    expect(result.saturated).toBe(true)
    expect(result.remarks).toMatchObject([{ kind: 'rate-not-reached', offered: 40, saturated: true }])
  })
})
