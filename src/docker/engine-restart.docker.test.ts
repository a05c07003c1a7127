import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, expect, it } from 'vitest'
import { containerName } from './container-identity.js'
import { inspectContainer, removeContainer } from './containers.js'
import type { Engine } from './engine.js'
import { openDaemonOfTest } from './daemon-of-test.fixture.js'
import { mayHaveOwnDaemon, type OwnDaemon } from './own-daemon.fixture.js'
import { runContainer } from './run-container.js'
import { openTestEngine } from './test-engine.fixture.js'

const may = await mayHaveOwnDaemon()

let daemon: OwnDaemon

beforeEach(async () => {
  if (may) daemon = await openDaemonOfTest()
})

it.skipIf(!may)('with live-restore a killed daemon costs neither a line nor the exit code', async () => {
  const { result, lines } = await runAcrossRestart('SIGKILL', { liveRestore: true })

  expect(result).toMatchObject({ exitCode: 4, engineWasAway: true, lostWithEngine: false })
  expect(lines).toEqual(Array.from({ length: 60 }, (_, n) => String(n + 1)))
})

it.skipIf(!may)(
  'what ends by itself while a daemon with live-restore is away is lost: so are its lines',
  async () => {
    await daemon.setLiveRestore(true)

    const { result, lines } = await runWhileAway('trap "echo done; exit 0" USR1', (pid) => {
      process.kill(pid, 'SIGUSR1')
    })

    expect(lines).toEqual(['begun'])
    expect(result).toMatchObject({ exitCode: 0, engineWasAway: true, lostWithEngine: true })
  },
)

it.skipIf(!may)('what a daemon ends politely is lost, though it comes back with live-restore', async () => {
  const { result } = await runWhileAway('trap "exit 0" TERM', () => daemon.setLiveRestore(true))

  expect(result).toMatchObject({ exitCode: 0, lostWithEngine: true, killedFromOutside: false })
})

it.skipIf(!may)('without live-restore what ends with the daemon is lost, not failed', async () => {
  const { result, lines } = await runAcrossRestart('SIGTERM', { liveRestore: false })

  expect(result).toMatchObject({ engineWasAway: true, lostWithEngine: true })
  expect(lines).toEqual(Array.from(lines, (_, n) => String(n + 1)))
  expect(lines.length).toBeGreaterThan(0)
})

it.skipIf(!may)(
  'what a daemon without live-restore ends as it comes up is lost for who adopts it, not killed by a person',
  async () => {
    await daemon.start()
    const test = await openTestEngine(daemon)
    const { engine } = test
    const identity = test.identity()
    const spec = test.spec(['sh', '-c', 'echo begun; sleep 50'])
    const gone = new AbortController()
    const first = runContainer({
      engine,
      identity,
      spec,
      signal: gone.signal,
      onLines: () => {
        gone.abort(new Error('the worker is gone'))
      },
    })
    await expect(first).rejects.toThrow('the worker is gone')
    await daemon.end('SIGKILL')
    await daemon.start()
    await untilEnded(engine, containerName(identity))

    const result = await runContainer({ engine, identity, spec, onLines: () => undefined })

    expect(result).toMatchObject({ adopted: 'exited', lostWithEngine: true, killedFromOutside: false })
    await removeContainer(engine, containerName(identity))
    expect(await test.close()).toEqual([])
  },
)

it.skipIf(!may)('a container that outlives its daemon for good is told, and ended', async () => {
  await daemon.setLiveRestore(true)
  await daemon.start()
  const test = await openTestEngine(daemon)
  const gone = new AbortController()
  const run = runContainer({
    engine: test.engine,
    identity: test.identity(),
    spec: test.spec(['sh', '-c', 'echo begun; sleep 1000']),
    signal: gone.signal,
    onLines: () => {
      gone.abort(new Error('the worker is gone'))
    },
  })
  await expect(run).rejects.toThrow('the worker is gone')

  const left = await daemon.close()

  expect(left).toEqual([expect.stringContaining('a container of the daemon')])
  expect(await daemon.close()).toEqual([])
})

async function untilEnded(engine: Engine, name: string): Promise<void> {
  while ((await inspectContainer(engine, name))?.State.Running === true) await delay(50)
}

/** Runs what ends when a signal comes, and keeps the daemon away from its beginning until after its end. */
async function runWhileAway(trap: string, meanwhile: (pid: number) => void | Promise<void>) {
  await daemon.start()
  const test = await openTestEngine(daemon)
  const { engine } = test
  const identity = test.identity()
  const name = containerName(identity)
  const lines: string[] = []
  let restart: Promise<void> | undefined
  const restartOnce = async () => {
    const pid = (await inspectContainer(engine, name))?.State.Pid ?? 0
    await daemon.end('SIGTERM')
    await meanwhile(pid)
    while (existsSync(`/proc/${pid}`)) await delay(50)
    // Long enough to be noticed.
    await delay(1500)
    await daemon.start()
  }

  const result = await runContainer({
    engine,
    identity,
    spec: test.spec(['sh', '-c', `${trap}; echo begun; while :; do sleep 0.1; done`]),
    onLines: (printed) => {
      lines.push(...Array.from(printed, ({ text }) => text))
      restart ??= restartOnce()
    },
  })

  await restart
  await removeContainer(engine, name)
  expect(await test.close()).toEqual([])
  return { result, lines }
}

async function runAcrossRestart(signal: 'SIGTERM' | 'SIGKILL', { liveRestore }: { liveRestore: boolean }) {
  await daemon.setLiveRestore(liveRestore)
  await daemon.start()
  const test = await openTestEngine(daemon)
  const lines: string[] = []
  const identity = test.identity()
  let restart: Promise<void> = Promise.resolve()

  const result = await runContainer({
    engine: test.engine,
    identity,
    spec: test.spec(['sh', '-c', 'for n in $(seq 1 60); do echo $n; sleep 0.1; done; exit 4']),
    onLines: (printed) => {
      const texts = Array.from(printed, ({ text }) => text)
      lines.push(...texts)
      if (texts.includes('10')) restart = daemon.end(signal).then(daemon.start)
    },
  })

  await restart
  await removeContainer(test.engine, containerName(identity))
  expect(await test.close()).toEqual([])
  return { result, lines }
}
