import { spawn } from 'node:child_process'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { containerName } from './container-identity.js'
import { removeContainer } from './containers.js'
import { connectEngine } from './engine.js'
import { runContainer } from './run-container.js'
import { openTestEngine } from './test-engine.fixture.js'

/** A daemon of the test's own, in its own network namespace: the host's one is left alone. */
const mayHaveOwnDaemon = process.getuid?.() === 0 && (await hasDaemon())

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-daemon-'))
})

afterEach(async () => {
  await endDaemon('SIGTERM')
  // The daemon mounts its storage onto itself and leaves it so.
  await execa('umount', ['--recursive', join(folder, 'data')], { reject: false })
  await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 500 })
})

it.skipIf(!mayHaveOwnDaemon)(
  'with live-restore a killed daemon costs neither a line nor the exit code',
  async () => {
    const { result, lines } = await runAcrossRestart('SIGKILL', ['--live-restore'])

    expect(result).toMatchObject({ exitCode: 4, engineWasAway: true, lostWithEngine: false })
    expect(lines).toEqual(Array.from({ length: 60 }, (_, n) => String(n + 1)))
  },
)

it.skipIf(!mayHaveOwnDaemon)(
  'without live-restore what ends with the daemon is lost, not failed',
  async () => {
    const { result, lines } = await runAcrossRestart('SIGTERM', [])

    expect(result).toMatchObject({ engineWasAway: true, lostWithEngine: true })
    expect(lines).toEqual(Array.from(lines, (_, n) => String(n + 1)))
    expect(lines.length).toBeGreaterThan(0)
  },
)

async function runAcrossRestart(signal: NodeJS.Signals, flags: readonly string[]) {
  await startDaemon(flags)
  const socketPath = join(folder, 'docker.sock')
  const test = await openTestEngine({ socketPath })
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
      if (texts.includes('10')) restart = endDaemon(signal).then(() => startDaemon(flags))
    },
  })

  await restart
  await removeContainer(test.engine, containerName(identity))
  expect(await test.close()).toEqual([])
  return { result, lines }
}

async function startDaemon(flags: readonly string[]): Promise<void> {
  const log = await open(join(folder, 'log'), 'a')
  const paths = { 'data-root': 'data', 'exec-root': 'exec', pidfile: 'pid' }
  const options = Object.entries(paths).map(([option, name]) => `--${option}=${join(folder, name)}`)
  const host = `--host=unix://${join(folder, 'docker.sock')}`
  const daemon = spawn('unshare', ['--net', 'dockerd', host, ...options, ...flags], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  daemon.unref()
  await log.close()
  const engine = connectEngine({ socketPath: join(folder, 'docker.sock') })
  for (let tries = 0; ; tries += 1) {
    try {
      await engine.check()
      return
    } catch (error) {
      if (tries > 150) throw error
      await delay(100)
    }
  }
}

/** Ends the daemon, and waits for its containerd as well: a new daemon would take a dying one for its own. */
async function endDaemon(signal: NodeJS.Signals): Promise<void> {
  const daemon = await pidIn('pid')
  const containerd = await pidIn('exec/containerd/containerd.pid')
  if (daemon !== undefined && isAlive(daemon)) process.kill(daemon, signal)
  for (const pid of [daemon, containerd]) {
    while (pid !== undefined && isAlive(pid)) await delay(50)
  }
}

async function pidIn(file: string): Promise<number | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => '')
  return text === '' ? undefined : Number(text)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function hasDaemon(): Promise<boolean> {
  const { failed } = await execa('dockerd', ['--version'], { reject: false })
  return !failed
}
