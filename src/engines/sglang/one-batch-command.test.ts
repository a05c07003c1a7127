import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { firstModule, moduleProbeCommand } from './module-probe.js'
import { oneBatchCommand, oneBatchModules, reservedForOneBatch } from './one-batch-command.js'
import { reservedAmong } from '../reserved-flags.js'

const process = {
  tensorParallel: 8,
  batchSizes: [1, 2],
  inputLengths: [1024],
  outputLengths: [128],
  passes: 4,
  flags: ['--quantization', 'fp8', '--json', '{"a": "$(rm -rf /)"}'],
}
const paths = { module: oneBatchModules[0], modelPath: '/model' }

describe('oneBatchCommand', () => {
  it('is unbuffered, gives the list of batch sizes once a pass and keeps each flag one argument', () => {
    const command = oneBatchCommand(process, { ...paths, tokenizerPath: '/tokenizer' })

    expect(command).toEqual([
      ...['python3', '-u', '-m', 'sglang.benchmark.one_batch'],
      ...['--model-path', '/model', '--tokenizer-path', '/tokenizer', '--tp', '8'],
      ...[
        '--batch-size',
        '1',
        '2',
        '1',
        '2',
        '1',
        '2',
        '1',
        '2',
        '--input-len',
        '1024',
        '--output-len',
        '128',
      ],
      ...['--result-filename', '/tmp/prbench-one-batch.jsonl'],
      ...['--quantization', 'fp8', '--json', '{"a": "$(rm -rf /)"}'],
    ])
  })

  it.each(['--batch-size', '--batch', '--tp', '--tp=4', '--model', '--result-filename=/tmp/x', '--input-l'])(
    'refuses %s from a recipe, which would contradict the case',
    (flag) => {
      const [refused] = reservedAmong([flag], reservedForOneBatch)

      expect(refused?.flag).toBe(flag)
    },
  )

  it.each(['--trust-remote-code', '--tokenizer-mode', '--model-impl', '-1', '--', 'auto'])(
    'lets %s through',
    (flag) => {
      const command = oneBatchCommand({ ...process, flags: [flag] }, paths)

      expect(reservedAmong([flag], reservedForOneBatch)).toEqual([])
      expect(command.at(-1)).toBe(flag)
    },
  )
})

const hasPython = spawnSync('python3', ['--version']).status === 0

describe.skipIf(!hasPython)('moduleProbeCommand', () => {
  const [python = '', ...probe] = moduleProbeCommand(oneBatchModules)

  it.each([
    ['both names', ['benchmark/one_batch.py', 'bench_one_batch.py'], 'sglang.benchmark.one_batch'],
    ['the old name only', ['bench_one_batch.py'], 'sglang.bench_one_batch'],
    ['the new name only', ['benchmark/one_batch.py'], 'sglang.benchmark.one_batch'],
    ['neither', ['srt/server.py'], undefined],
  ])('finds the module in an installation with %s, without importing it', (_, files, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'prbench-probe-'))
    try {
      for (const file of ['__init__.py', 'benchmark/__init__.py', ...files]) {
        const path = join(folder, 'sglang', file)
        mkdirSync(join(path, '..'), { recursive: true })
        writeFileSync(path, 'raise SystemExit("imported")')
      }

      const output = execFileSync(python, probe, { cwd: folder, encoding: 'utf8' })

      expect(firstModule(output, oneBatchModules)).toBe(expected)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('finds nothing where SGLang is not installed, and in output that is not the probe’s', () => {
    const folder = mkdtempSync(join(tmpdir(), 'prbench-probe-'))
    try {
      const output = execFileSync(python, probe, { cwd: folder, encoding: 'utf8' })

      expect(firstModule(output, oneBatchModules)).toBeUndefined()
      expect(firstModule('sglang.bench_one_batch\n', oneBatchModules)).toBeUndefined()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
