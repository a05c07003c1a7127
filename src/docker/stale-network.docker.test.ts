import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { containerName } from './container-identity.js'
import { inspectContainer, removeContainer } from './containers.js'
import type { Engine } from './engine.js'
import { createInternalNetwork, listNetworks, removeNetwork } from './networks.js'
import { openDaemonOfTest } from './daemon-of-test.fixture.js'
import { mayHaveOwnDaemon, type OwnDaemon } from './own-daemon.fixture.js'
import { startContainer } from './start-container.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

const network = 'prbench-test-stale'

it.skipIf(!(await mayHaveOwnDaemon()))(
  'a network goes with its launch, though the daemon missed the end of a container in it as it came up',
  async () => {
    const daemon = await openDaemonOfTest({ liveRestore: true })
    await daemon.start()
    const test = await openTestEngine(daemon)
    const { engine } = test
    await createInternalNetwork(engine, network, test.label)
    // A container may end before the daemon has looked at it, which is another matter: then it is tried
    // again.
    for (let tries = 1; !(await isHeld(engine)); tries += 1) {
      expect(tries).toBeLessThan(20)
      // The daemon takes its networks up as they were only where something else still runs.
      const [ending, running] = await Promise.all([start(test), start(test)])
      const pid = (await inspectContainer(engine, ending))?.State.Pid ?? 0
      await daemon.end('SIGTERM')
      const told = (await logged(daemon)).length
      const coming = daemon.start()
      while (!(await logged(daemon)).slice(told).includes('Loading containers: start')) await delay(2)
      await delay(20 * tries)
      process.kill(pid, 'SIGKILL')
      await coming
      while (existsSync(`/proc/${pid}`)) await delay(50)
      for (const name of [ending, running]) await removeContainer(engine, name)
    }

    await removeNetwork(engine, network)

    expect(await listNetworks(engine, test.label)).toEqual([])
    expect(await test.close()).toEqual([])
  },
)

it('a network in which a container still runs is not removed', async () => {
  const test = await openTestEngine()
  const { engine } = test
  await createInternalNetwork(engine, network, test.label)
  const container = await start(test)

  const removing = removeNetwork(engine, network)

  await expect(removing).rejects.toThrow('has active endpoints')
  await removeContainer(engine, container)
  await removeNetwork(engine, network)
  expect(await test.close()).toEqual([])
})

/** Starts a container in the network. Gives its name. */
async function start({ engine, identity: newIdentity, spec }: TestEngine): Promise<string> {
  const identity = newIdentity()
  await startContainer({ engine, identity, spec: spec(['sleep', '1000'], { network }) })
  return containerName(identity)
}

/** Whether somebody has a place in the network. */
async function isHeld(engine: Engine): Promise<boolean> {
  const answer: unknown = await engine.docker.getNetwork(network).inspect()
  const { Containers: places } = z.object({ Containers: z.record(z.string(), z.unknown()) }).parse(answer)
  return Object.keys(places).length > 0
}

function logged({ folder }: OwnDaemon): Promise<string> {
  return readFile(join(folder, 'dockerd.log'), 'utf8')
}
