import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyMarkers, redactKeys } from '../output/redact-keys.js'
import { ServerLog, serverLogMarkers } from './server-log.js'

const newPrefill =
  '[2026-03-01 10:00:00 TP0] Prefill batch, #new-seq: 2, #new-token: 2048, #cached-token: 16, token usage: 0.01, ' +
  '#running-req: 3, #queue-req: 4, #pending-token: 0, cuda graph: False, input throughput (token/s): 900.00'
const oldPrefill =
  '[2025-07-01 10:00:00 TP0] Prefill batch. #new-seq: 1, #new-token: 1024, #cached-token: 0, token usage: 0.00, ' +
  '#running-req: 0, #queue-req: 0, '
const decode = (graph: string) =>
  `[2026-03-01 10:00:01 TP0] Decode batch [40], #running-req: 5, #token: 9000, token usage: 0.02, cuda graph: ${graph}, ` +
  'gen throughput (token/s): 400.00, #queue-req: 0'

const read = (lines: readonly string[]) => ServerLog.of(lines)

describe('ServerLog', () => {
  it('is ready when it says so', () => {
    const starting = read(['[2026-03-01 10:00:00] Load weight begin.'])
    const ready = read(['[2026-03-01 10:00:00] The server is fired up and ready to roll!'])

    expect(starting.isReady).toBe(false)
    expect(ready.isReady).toBe(true)
  })

  it('sums what was cached and what was put back', () => {
    const { observations } = read([
      newPrefill,
      oldPrefill,
      decode('True'),
      decode('False'),
      'KV cache pool is full. Retract requests. #retracted_reqs: 3, #new_token_ratio: 0.7000 -> 0.8000',
      'KV cache pool is full. Retract requests. #retracted_reqs: 1, #new_tokens_gained: 512',
    ])

    expect(observations).toEqual({
      cachedTokens: 16,
      retractedRequests: 4,
      decodeBatches: 2,
      decodeBatchesWithoutGraph: 1,
      builtModule: undefined,
    })
  })

  it('does not hold a prefill without a graph against the decode', () => {
    const { observations } = read([newPrefill])

    expect(observations.decodeBatchesWithoutGraph).toBe(0)
  })

  it('tells the first kernel module that was built', () => {
    const { observations } = read([
      '[aiter] start build [module_moe] under /jit',
      '[aiter] finish build [module_moe], cost 3.2s',
      '[aiter] start build [module_norm] under /jit',
    ])

    expect(observations.builtModule).toBe('module_moe')
  })

  it('knows what the server resolved, in the words of either version', () => {
    const resolved =
      '[TP0] max_total_num_tokens=500000, chunked_prefill_size=131072, max_prefill_tokens=16384, ' +
      'max_running_requests=2048, context_len=8192, available_gpu_mem=20.00 GB'

    const old = read([resolved, '[TP0] Capture cuda graph bs [1, 2, 4, 8]'])
    const recent = read([
      resolved,
      '[TP0] Capture target decode CUDA graph end. bs=[1, 2, 4, 8], elapsed=9.00 s',
    ])

    expect(old.state.resolved).toEqual({
      'tokens in the cache': 500000,
      'chunk of a prefill': 131072,
      'requests at a time': 2048,
      'context length': 8192,
      'captured batch sizes': [1, 2, 4, 8],
    })
    expect(recent.state).toEqual(old.state)
  })

  it('keeps the first sign that memory ran out', () => {
    const { failure } = read([
      'torch.OutOfMemoryError: HIP out of memory.',
      'RuntimeError: Prefill out of memory. Try to lower your batch size.',
    ])

    expect(failure).toMatchObject({ reason: 'out-of-memory' })
  })

  it('reads any text', () => {
    const piece = fc.constantFrom(
      newPrefill,
      decode('True'),
      '#new-seq: 1',
      'graph: ',
      'Decode batch',
      'bs=[',
      '1, ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        read([pieces.join('')])
      }),
    )
  })

  it('takes nothing from a line without one of its markers', () => {
    const piece = fc.constantFrom(
      ...[newPrefill, oldPrefill, decode('True'), decode('False'), ...serverLogMarkers],
      ...[
        'Capture cuda graph bs [1, 2]',
        'Capture target decode CUDA graph end. bs=[1]',
        'server_args={',
        '#',
        '1',
      ],
      ...[
        'max_total_num_tokens=5, ',
        "'a': 1}",
        'waiting for baton release at /x/lock_y',
        'graph: True',
        '[m]',
      ],
    )
    const line = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const whole = read(lines)
        const marked = read(lines.filter((text) => serverLogMarkers.some((marker) => text.includes(marker))))

        for (const key of ['isReady', 'state', 'failure', 'observations'] as const) {
          expect(marked[key]).toEqual(whole[key])
        }
      }),
    )
  })

  it('reads the arguments of a line of 19 KB to their end', () => {
    const many = Array.from({ length: 546 }, (_, number) => `'an_argument_of_a_server_${number}': ${number}`)

    const { state } = read([`[2026-11-24 10:00:00] server_args={${many.join(', ')}}`])

    expect(Object.keys(state.arguments ?? {})).toHaveLength(546)
    expect(state.argumentsCut).toBeUndefined()
  })

  it('looks at the first 8 KB of any other line only', () => {
    const { observations } = read([`${' '.repeat(9000)}${newPrefill.repeat(1000)}`, newPrefill])

    expect(observations.cachedTokens).toBe(16)
  })
})

describe('redactKeys', () => {
  it.each([
    [
      "server_args=ServerArgs(port=3, api_key='sk-canary', tp_size=8)",
      "server_args=ServerArgs(port=3, api_key='***', tp_size=8)",
    ],
    [`{'api_key': 'sk-\\'canary', 'x': 1}`, `{'api_key': '***', 'x': 1}`],
    ['{"admin_api_key":"canary","max_total_tokens":5}', '{"admin_api_key":"***","max_total_tokens":5}'],
    ['launch_server --api-key canary --tp 8', 'launch_server --api-key *** --tp 8'],
    ['HF_TOKEN=hf_canary python3', 'HF_TOKEN=*** python3'],
    ['authorization: Bearer canary.abc', 'authorization: Bearer ***'],
    ['Access-Token: "canary", ADMIN_PASSWORD=canary', 'Access-Token: "***", ADMIN_PASSWORD=***'],
    [`['--api-key', 'canary', '--tp', '8']`, `['--api-key', '***', '--tp', '8']`],
    [`["--admin-api-key", "canary"]`, `["--admin-api-key", "***"]`],
    [String.raw`"{\"api_key\": \"canary\", \"tp\": 8}"`, String.raw`"{\"api_key\": \"***\", \"tp\": 8}"`],
    [String.raw`"[\"--api-key\", \"canary\"]"`, String.raw`"[\"--api-key\", \"***\"]"`],
    [String.raw`x=\"api_key=\\\"canary\\\"\"`, String.raw`x=\"api_key=\\\"***\\\"\"`],
    ['X-API-Key: canary', 'X-API-Key: ***'],
    ['HUGGING_FACE_HUB_TOKEN=canary python3', 'HUGGING_FACE_HUB_TOKEN=*** python3'],
    ['HUGGINGFACE_TOKEN=canary', 'HUGGINGFACE_TOKEN=***'],
    ['AWS_SECRET_ACCESS_KEY=canary', 'AWS_SECRET_ACCESS_KEY=***'],
    [
      `extra_config='{"access_key": "canary", "secret_key": "canary"}', port=3`,
      `extra_config='{"access_key": "***", "secret_key": "***"}', port=3`,
    ],
    [`launch_server --api-key 'a canary' --tp 8`, `launch_server --api-key '***' --tp 8`],
    [`api_key='a line that is cut inside its canary`, `api_key='***'`],
  ])('takes the key out of %j, which holds a marker', (line, redacted) => {
    expect(redactKeys(line)).toBe(redacted)
    expect(keyMarkers.some((marker) => line.toLowerCase().includes(marker))).toBe(true)
  })

  it.each([
    "api_key=None, tokenizer_path='x'",
    'api_key: None, tp: 8',
    String.raw`"{\"api_key\": null, \"tp\": \"8\"}"`,
    '#new-token: 2048, #cached-token: 0',
    'max_total_num_tokens=5',
  ])('leaves %j alone', (line) => {
    expect(redactKeys(line)).toBe(line)
  })
})
