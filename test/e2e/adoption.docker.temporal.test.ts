import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { pauseContainer } from './pause-container.js'
import { until } from './waiting.js'

const bench = useBench()

/** What two launches print alike: times, numbers and names left out, the two output streams not mixed up. */
function withoutNumbers(log: string): string[] {
  return log
    .replaceAll(/prbench-[0-9a-f]+|launch \d of 2: (main|pr)|\d+(\.\d+)?/g, '#')
    .replaceAll(/ +/g, ' ')
    .split('\n')
    .sort()
}

async function aCaseIsFinished(): Promise<boolean> {
  const files = await readdir(`${bench.stateFolder()}/spool`, { recursive: true })
  return files.some((file) => file.includes('/case-'))
}

describe('a worker in the middle of a benchmark', () => {
  it.each([
    ['that is killed', 'SIGKILL'],
    ['that is stopped', 'SIGTERM'],
  ] as const)('%s leaves its container running, for the next worker to adopt', async (_how, signal) => {
    const recorder = await bench.recordStarts()
    const worker = await bench.startWorker()
    const client = bench.startPrbench(bench.compareArguments(7, 'slow'))
    await until('a case was finished', aCaseIsFinished)
    // The container waits for the next worker, so that this one adopts what runs, however slow the machine
    // is.
    const [running] = recorder.starts()
    const container = bench.engine.docker.getContainer(running?.container ?? '')
    await pauseContainer(container)

    worker.signal(signal)
    await worker.ended
    const left = await container.inspect()
    await bench.startWorker()
    await bench.takenUpAgain(7, 'slow/offline')
    await container.unpause()
    const { exitCode } = await client.ended

    expect(left.State.Status).toBe('paused')
    expect(exitCode).toBe(0)
    const { record, read } = await bench.run()
    const launches = record.pairs.flatMap((pair) => pair.launches)
    expect(launches.map(({ processes }) => processes.map(({ ending }) => ending))).toEqual([
      ['complete'],
      ['complete'],
    ])
    expect(launches.flatMap(({ cases }) => cases.map(({ values }) => values !== null))).not.toContain(false)
    const containers = launches.flatMap(({ processes }) => processes.map((process) => process.container))
    expect(recorder.starts().map((start) => start.container)).toEqual(containers)
    // One launch was disturbed and one was not.
    const main = await read('main/slow_offline.log')
    const pr = await read('pr/slow_offline.log')
    expect(withoutNumbers(main)).toEqual(withoutNumbers(pr))
    expect(main.match(/^Prefill\. /gm)).toHaveLength(5)
  })
})
