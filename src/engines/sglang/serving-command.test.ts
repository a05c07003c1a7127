import { describe, expect, it } from 'vitest'
import { StageUnmeasurable } from '../engine.js'
import { reservedAmong } from '../reserved-flags.js'
import {
  readServingHelp,
  requireDataset,
  serverCommand,
  reservedForServer,
  servingCommand,
  servingModules,
} from './serving-command.js'

const help = `usage: serving.py [-h] [--backend {sglang,vllm}] [--host HOST] [--port PORT]
                  [--dataset-name {sharegpt,random,random-ids,mmmu}]
                  [--seed SEED] [--flush-cache] [--disable-tqdm]

options:
  --dataset-name {sharegpt,random,random-ids,mmmu}
                        Name of the dataset to benchmark on.
`
const command = {
  ...readServingHelp(servingModules[0], help),
  host: '172.20.0.2',
  port: 30000,
  modelPath: '/model',
  tokenizerPath: '/tokenizer',
  load: { requestRate: 4 },
  prompts: 360,
  inputLength: 1024,
  outputLength: 1024,
  seed: 7,
  outputFile: '/out/online.jsonl',
}

describe('servingCommand', () => {
  it('fixes seed and lengths, downloads nothing, and leaves out what the version lacks', () => {
    const built = servingCommand(command)

    expect(built).toEqual([
      ...['python3', '-u', '-m', 'sglang.benchmark.serving', '--backend', 'sglang'],
      ...['--host', '172.20.0.2', '--port', '30000', '--model', '/model', '--tokenizer', '/tokenizer'],
      ...['--dataset-name', 'random-ids', '--random-input-len', '1024', '--random-output-len', '1024'],
      ...['--random-range-ratio', '1', '--seed', '7', '--num-prompts', '360', '--request-rate', '4'],
      ...['--output-file', '/out/online.jsonl', '--disable-tqdm', '--flush-cache'],
    ])
    expect(servingCommand({ ...command, flags: ['--host'] })).not.toContain('--flush-cache')
  })

  it('sends no warm-up request where a version can leave it out and not forget it', () => {
    const built = servingCommand({ ...command, flags: ['--host', '--warmup-requests'] })

    expect(built.slice(-2)).toEqual(['--warmup-requests', '0'])
  })

  it('sends all at once where the concurrency is what is limited', () => {
    const built = servingCommand({ ...command, load: { maxConcurrency: 128 } })

    expect(built.join(' ')).toContain('--request-rate inf --max-concurrency 128')
  })

  it('wants a mounted data set from a version without random-ids', () => {
    const old = { ...command, datasets: ['sharegpt', 'random'] }
    const datasetPath = '/data/sharegpt.json'

    expect(() => {
      requireDataset(old)
    }).toThrow(StageUnmeasurable)
    expect(() => {
      requireDataset(old)
    }).toThrow('`online: { dataset: /path/on/the/host/sharegpt.json }`')
    requireDataset(old, datasetPath)
    expect(servingCommand({ ...old, datasetPath }).join(' ')).toContain(
      '--dataset-name random --dataset-path /data/sharegpt.json',
    )
  })
})

describe('readServingHelp', () => {
  it('finds flags and data sets', () => {
    const { flags, datasets } = readServingHelp('sglang.bench_serving', help)

    expect(flags).toContain('--flush-cache')
    expect(flags).not.toContain('--output-details')
    expect(datasets).toEqual(['mmmu', 'random', 'random-ids', 'sharegpt'])
  })

  it('finds nothing in something else', () => {
    const found = readServingHelp('sglang.bench_serving', 'Traceback: No module named sglang')

    expect(found).toMatchObject({ flags: [], datasets: [] })
  })
})

describe('serverCommand', () => {
  const server = {
    modelPath: '/model',
    tensorParallel: 8,
    port: 30000,
    flags: ['--mem-fraction-static', '0.85'],
  }

  it('listens on the network of its container', () => {
    const built = serverCommand({ ...server, tokenizerPath: '/tokenizer' })

    expect(built).toEqual([
      ...[
        'python3',
        '-u',
        '-m',
        'sglang.launch_server',
        '--model-path',
        '/model',
        '--tokenizer-path',
        '/tokenizer',
      ],
      ...['--tp', '8', '--host', '0.0.0.0', '--port', '30000', '--mem-fraction-static', '0.85'],
    ])
  })

  it('refuses flags that it sets itself', () => {
    expect(reservedAmong(['--port', '1'], reservedForServer)).toMatchObject([{ flag: '--port' }])
  })
})
