import { randomUUID } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparisonLabel, runLabel } from '../../src/docker/container-identity.js'
import { inspectContainer, removeContainer } from '../../src/docker/containers.js'
import { removeNetwork } from '../../src/docker/networks.js'
import { useBench } from './bench.js'

const bench = useBench()

/**
 * Makes a stopped container, a network and a spool folder as a run leaves them that nobody cleaned up after.
 */
async function leaveBehind(run: string) {
  const labels = { [comparisonLabel]: bench.comparison(7), [runLabel]: run }
  const name = `prbench-left-${run}`
  await bench.engine.docker.createContainer({
    name,
    Image: 'prbench/demo-base:rocm630',
    Cmd: ['true'],
    Labels: labels,
  })
  await bench.engine.docker.createNetwork({ Name: name, Internal: true, Labels: labels })
  await mkdir(join(bench.stateFolder(), 'spool', run), { recursive: true })
  return name
}

async function networkNames(): Promise<string[]> {
  return (await bench.engine.docker.listNetworks()).map(({ Name: name }) => name)
}

describe('a worker that starts', () => {
  it('removes what a closed comparison left on its host, and nothing of one that its server does not know', async () => {
    const worker = await bench.startWorker()
    const { stdout, exitCode } = await bench.prbench(bench.compareArguments(7, 'crash'))
    worker.signal('SIGTERM')
    await worker.ended
    const closed = (await bench.run()).record.plan.run
    const unknown = randomUUID()
    const ofClosed = await leaveBehind(closed)
    const ofUnknown = await leaveBehind(unknown)

    await bench.startWorker()

    expect([exitCode, stdout]).toEqual([4, expect.stringContaining(closed)])
    const networks = await networkNames()
    const isThere = async (name: string) => [
      (await inspectContainer(bench.engine, name)) !== undefined,
      networks.includes(name),
    ]
    const [left, kept] = [await isThere(ofClosed), await isThere(ofUnknown)]
    // Before anything is checked: what stays of the unknown run is the test's own.
    await removeContainer(bench.engine, ofUnknown)
    await removeNetwork(bench.engine, ofUnknown)
    expect({ left, kept }).toEqual({ left: [false, false], kept: [true, true] })
    expect(await readdir(join(bench.stateFolder(), 'spool'))).toEqual([unknown])
  })
})
