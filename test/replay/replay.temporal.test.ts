import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { expect, inject, it } from 'vitest'
import { z } from 'zod'
import { historiesFolder } from './record-histories.js'

const storedSchema = z.object({ workflowId: z.string(), history: z.unknown() })

/** Without a server: the stored histories are replayed on the workflows as they are now. */
it('replays the stored history of each kind of run', async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  const workflowBundle = { code: await readFile(inject('workflows'), 'utf8') }
  const names = (await readdir(historiesFolder)).filter((name) => name.endsWith('.json.gz'))
  const histories = await Promise.all(
    names.map(async (name) => {
      const text = gunzipSync(await readFile(join(historiesFolder, name))).toString('utf8')
      const { workflowId, history } = storedSchema.parse(JSON.parse(text))
      return { workflowId, history: historyFromJSON(history) }
    }),
  )

  const broken: string[] = []
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    if (error !== undefined) broken.push(`${workflowId}: ${error.message}`)
  }

  expect(broken).toEqual([])
  const kinds = new Set(names.map((name) => name.split('.')[1]))
  expect([...kinds].sort()).toEqual(['benchmarkStage', 'buildImage', 'comparePullRequest', 'retryComparison'])
})
