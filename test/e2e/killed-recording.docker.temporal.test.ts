import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

/** temporal.api.enums.v1.PendingActivityState */
const activityStarted = 2

it('goes on half a minute after a worker was killed in the middle of writing a pair down', async () => {
  const worker = await bench.startWorker()
  const client = bench.startPrbench(bench.compareArguments(7, 'tiny'))
  const { directory } = await until('the images were recorded', async () => {
    const run = await bench.run()
    return run.record.images.length === 2 && run
  })
  const results = join(directory, 'results.json')
  // Whoever reads a pipe that nobody writes into waits for ever.
  await rename(results, `${results}.kept`)
  await execa('mkfifo', [results])
  await until('a pair was being recorded', async () => {
    const stage = bench.client().workflow.getHandle(`${bench.comparison(7)}/bench/tiny/offline`)
    return (await stage.describe()).raw.pendingActivities?.some(
      ({ activityType, state }) => activityType?.name === 'recordPair' && Number(state) === activityStarted,
    )
  })

  worker.signal('SIGKILL')
  await worker.ended
  await rm(results)
  await rename(`${results}.kept`, results)
  await bench.startWorker()
  // Without a heartbeat it takes the five minutes that such work may take, which is more than this test may.
  const { exitCode } = await client.ended

  expect(exitCode).toBe(0)
  const { record } = await bench.run()
  expect(record.pairs).toHaveLength(1)
})
