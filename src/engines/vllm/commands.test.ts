import { describe, expect, it } from 'vitest'
import { reservedAmong } from '../reserved-flags.js'
import {
  latencyCommand,
  loadCommand,
  reservedForLatency,
  serverCommand,
  throughputCommand,
} from './commands.js'

const engine = {
  modelPath: '/models/model',
  tensorParallel: 8,
  flags: ['--quantization', 'fp8'],
  environment: {},
}
const prompts = { prompts: 200, inputLength: 1024, outputLength: 128 }

/** What stands behind a flag. */
const after = (command: readonly string[], flag: string) => command[command.indexOf(flag) + 1]

describe('the command of one batch', () => {
  it('names the shape, the iterations and the file, and ends with the flags of the recipe', () => {
    const command = latencyCommand(engine, {
      ...{ batchSize: 4, inputLength: 1024, outputLength: 128 },
      ...{ warmUp: 5, iterations: 15, resultFile: '/tmp/latency.json' },
    })

    expect(command.slice(0, 5)).toEqual(['vllm', 'bench', 'latency', '--model', '/models/model'])
    expect(after(command, '--tensor-parallel-size')).toBe('8')
    expect(after(command, '--batch-size')).toBe('4')
    expect(after(command, '--num-iters-warmup')).toBe('5')
    expect(after(command, '--num-iters')).toBe('15')
    expect(after(command, '--output-json')).toBe('/tmp/latency.json')
    expect(command.slice(-2)).toEqual(['--quantization', 'fp8'])
  })

  it.each(['--batch-size', '--output-len=3', '--tensor-parallel', '-tp'])(
    'refuses a recipe that gives %s',
    (flag) => {
      expect(reservedAmong([flag], reservedForLatency)).toMatchObject([{ flag }])
    },
  )
})

describe('the command of many requests at once', () => {
  it('makes prompts up, all of one length', () => {
    const command = throughputCommand(engine, { ...prompts, resultFile: '/tmp/throughput.json' })

    expect(command.slice(0, 3)).toEqual(['vllm', 'bench', 'throughput'])
    expect(after(command, '--dataset-name')).toBe('random')
    expect(after(command, '--random-range-ratio')).toBe('0')
    expect(after(command, '--random-input-len')).toBe('1024')
    expect(after(command, '--random-output-len')).toBe('128')
    expect(after(command, '--num-prompts')).toBe('200')
  })
})

describe('the command of a server', () => {
  it('names the model first and listens on every address', () => {
    const command = serverCommand({ ...engine, tokenizerPath: '/models/tokenizer' }, 30000)

    expect(command.slice(0, 3)).toEqual(['vllm', 'serve', '/models/model'])
    expect(after(command, '--tokenizer')).toBe('/models/tokenizer')
    expect(after(command, '--host')).toBe('0.0.0.0')
    expect(after(command, '--port')).toBe('30000')
  })
})

describe('the command of a load', () => {
  const load = (given: Parameters<typeof loadCommand>[0]['load']) =>
    loadCommand({
      ...{ ...prompts, host: '172.20.0.2', port: 30000, modelPath: '/models/model', load: given },
      result: { folder: '/tmp', name: 'serving.json' },
    })

  it('asks for greedy sampling and answers of full length', () => {
    const command = load({ requestRate: 4 })

    expect(after(command, '--temperature')).toBe('0')
    expect(command).toContain('--ignore-eos')
  })

  it('sends requests at a rate', () => {
    const command = load({ requestRate: 0.5 })

    expect(after(command, '--request-rate')).toBe('0.5')
    expect(command).not.toContain('--max-concurrency')
  })

  it('sends as many requests as are answered, so many at a time', () => {
    const command = load({ maxConcurrency: 16 })

    expect(after(command, '--request-rate')).toBe('inf')
    expect(after(command, '--max-concurrency')).toBe('16')
  })

  it('sends all at once where the rate is infinite', () => {
    const command = load({ requestRate: Infinity })

    expect(after(command, '--request-rate')).toBe('inf')
  })
})
