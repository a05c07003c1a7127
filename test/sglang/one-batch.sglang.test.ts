import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { OneBatchReader } from '../../src/engines/sglang/one-batch-reader.js'
import { loadRecipe } from '../../src/recipes/load.js'
import { oneBatchCommand } from '../../src/engines/sglang/one-batch-command.js'
import { planProcesses } from '../../src/engines/sglang/one-batch-process.js'
import { modelPath, runSglang } from './in-base-image.js'

const folder = inject('prepared')
const passes = 2

describe("SGLang's one-batch", () => {
  let out = ''

  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'prbench-sglang-'))
  })
  afterEach(() => rm(out, { recursive: true, force: true }))

  // The comparison takes the newer name where an image has both.
  it.each([
    { version: '0.5.20', module: 'sglang.bench_one_batch' },
    { version: '0.5.23', module: 'sglang.benchmark.one_batch' },
  ])('is driven and read by prbench: $version as $module', async ({ version, module }) => {
    const { flags } = await loadRecipe(join(folder, 'tiny', 'tiny-llama.yaml'))
    const cases = [1, 3].map((batchSize) => ({
      name: `BS=${batchSize}`,
      ...{ batchSize, inputLength: 16, outputLength: 4, tensorParallel: 1, flags },
    }))
    const [planned, ...others] = planProcesses(cases, { isolate: false, passes })
    if (planned === undefined) throw new Error('nothing was planned')
    expect(others).toEqual([])
    const command = oneBatchCommand(planned, { module, modelPath })

    const { stdout, stderr, exitCode } = await runSglang({ folder, version, command, out })

    expect(exitCode, stderr).toBe(0)
    const reader = new OneBatchReader(planned)
    const finished = stdout.split('\n').flatMap((line) => reader.read(line))
    expect(reader.isComplete).toBe(true)
    expect(finished.map(({ case: name, reason }) => [name, reason])).toEqual([
      ['BS=1', null],
      ['BS=3', null],
    ])
  })
})
