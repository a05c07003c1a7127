import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { execa } from 'execa'
import { connectEngine, type Engine } from './engine.js'
import { endShims } from './shims.fixture.js'

/** A Docker daemon of a test's own, in a network namespace of its own: the host's one is left alone. */
export interface OwnDaemon {
  /** What it keeps lies there, and its log. */
  readonly folder: string
  readonly socketPath: string
  readonly engine: Engine
  /** Starts it, and waits until it answers. */
  readonly start: () => Promise<void>
  /** Ends it, and waits for its containerd as well: a new daemon would take a dying one for its own. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>
  /** Whether containers of it outlive it, from now on; it takes that up while it runs. */
  readonly setLiveRestore: (on: boolean) => Promise<void>
  /** Ends it for good. Gives what of it is still there: nothing, if all is well. */
  readonly close: () => Promise<string[]>
}

const answerTries = 300

/** Whether this machine and user can have a daemon of their own. */
export async function mayHaveOwnDaemon(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false
  const { failed } = await execa('dockerd', ['--version'], { reject: false })
  return !failed
}

/**
 * Makes ready a daemon that keeps all it has in a folder. Its network namespace stays while it restarts, so
 * that containers which outlive it still reach each other.
 */
export async function openOwnDaemon(
  folder: string,
  { liveRestore = false }: { liveRestore?: boolean } = {},
): Promise<OwnDaemon> {
  const socketPath = join(folder, 'docker.sock')
  const engine = connectEngine({ socketPath })
  const configuration = join(folder, 'daemon.json')
  const configure = (on: boolean) => writeFile(configuration, JSON.stringify({ 'live-restore': on }))
  await configure(liveRestore)
  const namespace = await openNamespace()
  const pidIn = async (file: string) => {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '')
    return text === '' ? undefined : Number(text)
  }
  const pids = async () => {
    const found = [await pidIn('pid'), await pidIn('exec/containerd/containerd.pid')]
    return found.filter((pid) => pid !== undefined && isAlive(pid)) as number[]
  }

  const end: OwnDaemon['end'] = async (signal) => {
    const daemon = await pidIn('pid')
    if (daemon !== undefined && isAlive(daemon)) process.kill(daemon, signal)
    // Read again each time: a daemon that was still coming up may have started its containerd meanwhile.
    await untilTrue(async () => (await pids()).length === 0)
  }

  return {
    folder,
    socketPath,
    engine,
    start: async () => {
      const log = await open(join(folder, 'dockerd.log'), 'a')
      const paths = { 'data-root': 'data', 'exec-root': 'exec', pidfile: 'pid' }
      const options = Object.entries(paths).map(([option, name]) => `--${option}=${join(folder, name)}`)
      const launch = () =>
        spawn(
          'nsenter',
          [
            `--net=/proc/${namespace.pid}/ns/net`,
            'dockerd',
            `--host=unix://${socketPath}`,
            `--config-file=${configuration}`,
            ...options,
          ],
          { detached: true, stdio: ['ignore', log.fd, log.fd] },
        )
      let daemon = launch()
      daemon.unref()
      await untilTrue(async () => {
        // On a busy machine its containerd may be late, and it gives up.
        if (daemon.exitCode !== null) {
          daemon = launch()
          daemon.unref()
        }
        return (await engine.check()).version !== ''
      }).finally(() => log.close())
    },
    end,
    setLiveRestore: async (on) => {
      await configure(on)
      const daemon = await pidIn('pid')
      if (daemon === undefined || !isAlive(daemon)) return
      process.kill(daemon, 'SIGHUP')
      await untilTrue(async () => (await engine.check()).liveRestore === on)
    },
    close: async () => {
      await end('SIGTERM')
      const containers = endShims(folder)
      namespace.end()
      await delay(50)
      // The daemon mounts its storage onto itself and leaves it so; of what outlived it the network, too.
      for (const path of mountsBelow(folder)) await execa('umount', ['--lazy', path], { reject: false })
      const left = [...(await pids()), ...(isAlive(namespace.pid) ? [namespace.pid] : [])]
      return [...containers, ...left.map((pid) => `process ${pid} of the daemon in ${folder}`)]
    },
  }
}

/** The innermost first. */
function mountsBelow(folder: string): string[] {
  const paths = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
  return paths.filter((path) => path.startsWith(`${folder}/`)).reverse()
}

async function openNamespace(): Promise<{ pid: number; end: () => void }> {
  const holder = spawn('unshare', ['--net', 'sleep', 'infinity'], { stdio: 'ignore' })
  await once(holder, 'spawn')
  const pid = holder.pid ?? 0
  // It runs before it has left this process' namespace.
  await untilTrue(async () => (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === 'sleep')
  return { pid, end: () => holder.kill('SIGKILL') }
}

async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    let reason: unknown
    try {
      if (await condition()) return
    } catch (error) {
      reason = error
    }
    if (tries > answerTries)
      throw new Error('the daemon of the test did not come up or end', { cause: reason })
    await delay(100)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
