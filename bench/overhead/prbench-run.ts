import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import type { Outcome } from '../../src/comparison/outcome.js'
import type { ComparisonRequestInput } from '../../src/comparison/request.js'
import type { Recipe } from '../../src/comparison/recipe.js'
import { readRecord } from '../../src/run/record-file.js'
import type { RunRecord } from '../../src/run/record.js'

const mainFile = fileURLToPath(new URL('../../../dist/client/main.js', import.meta.url))

export interface PrbenchRun {
  record: RunRecord
  /** The most memory that the worker process had, in MB (10^6 bytes). */
  workerMegabytes: number
}

/** Runs one comparison of the demo through a worker process, as an operator would run it. */
export async function runPrbench(options: {
  folder: string
  address: string
  repository: string
  recipe: Recipe
  pairs: number
}): Promise<PrbenchRun> {
  const { folder, address } = options
  const log = join(folder, 'worker.log')
  const file = openSync(log, 'a')
  const worker = spawn(
    process.execPath,
    [mainFile, 'worker', '--host', 'bench', '--output-dir', join(folder, 'out')],
    {
      stdio: ['ignore', file, file],
      env: { ...process.env, TEMPORAL_ADDRESS: address, XDG_STATE_HOME: join(folder, 'state') },
    },
  )
  closeSync(file)
  const exited = once(worker, 'exit')
  const connection = await Connection.connect({ address })
  try {
    while (!(await readFile(log, 'utf8')).includes('is ready for')) await sleep(100)
    const outcome = await new Client({ connection }).workflow.execute<
      (request: ComparisonRequestInput) => Promise<Outcome>
    >('comparePullRequest', {
      taskQueue: 'prbench',
      workflowId: `compare/bench/overhead/${Date.now()}`,
      args: [
        {
          repository: options.repository,
          pullRequest: 7,
          models: [options.recipe.name],
          recipes: [options.recipe],
          pairs: options.pairs,
        },
      ],
    })
    const status = await readFile(`/proc/${String(worker.pid)}/status`, 'utf8')
    const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1])
    return { record: await readRecord(outcome.runDirectory), workerMegabytes: (kilobytes * 1024) / 1e6 }
  } finally {
    await connection.close()
    worker.kill('SIGTERM')
    await exited
  }
}
