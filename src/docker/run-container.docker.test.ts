import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerLabels, containerName, type ContainerIdentity } from './container-identity.js'
import { containerOptions, type ContainerSpec } from './container-spec.js'
import { inspectContainer, killContainer, listOurs, removeContainer, stopContainer } from './containers.js'
import { ContainerConflict, ContainerMissing, ImageMissing } from './errors.js'
import { openFaultyEngine, type FaultyEngine } from './faulty-engine.fixture.js'
import type { LogLine } from './log-lines.js'
import { availableOpenFiles } from './open-files.js'
import { runContainer, type ContainerResult, type ContainerRun } from './run-container.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

let test: TestEngine
const made: ContainerIdentity[] = []

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  for (const identity of made) await removeContainer(test.engine, containerName(identity))
  expect(await test.close()).toEqual([])
})

describe('a container that runs to its end', () => {
  it('gives its lines, its exit code and its times', async () => {
    const { result, lines } = await run(['sh', '-c', 'echo one; echo two >&2; printf three; exit 7'])

    expect(result).toMatchObject({ exitCode: 7, adopted: 'created', oomKilled: false, timedOut: false })
    expect(result.finishedAt.getTime()).toBeGreaterThanOrEqual(result.startedAt.getTime())
    expect(lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual([
      'stderr two',
      'stdout one',
      'stdout three',
    ])
  })

  it('gives every one of 100,000 lines, in order', async () => {
    const { lines } = await run(['seq', '1', '100000'])

    expect(lines.length).toBe(100_000)
    expect(lines.findIndex(({ text }, index) => text !== String(index + 1))).toBe(-1)
  })

  it('waits with each line until the one before is dealt with', async () => {
    let open = 0
    let most = 0
    const seen: string[] = []

    await run(['seq', '1', '50'], {
      onLine: async ({ text }) => {
        open += 1
        most = Math.max(most, open)
        await delay(1)
        seen.push(text)
        open -= 1
      },
    })

    expect(most).toBe(1)
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => String(n + 1)))
  })

  it('joins a line that the Engine keeps in pieces, and clamps it', async () => {
    const { lines } = await run(['sh', '-c', "head -c 40000 /dev/zero | tr '\\0' x; echo; echo after"])

    expect(lines.map(({ text }) => text)).toEqual([`${'x'.repeat(8192)}…[+31808 bytes]`, 'after'])
  })

  it('has no privilege, no network, and only the environment it was given', async () => {
    const script = 'cat /proc/self/status; ls /sys/class/net; env; cat /proc/self/limits; cat /proc/1/cmdline'

    const { lines } = await run(['sh', '-c', script], {
      spec: test.spec([], { environment: { GIVEN: 'a b' } }),
    })

    const output = lines.map(({ text }) => text).join('\n')
    expect(output).toMatch(/^CapEff:\t0+$/m)
    expect(output).toMatch(/^CapBnd:\t0+$/m)
    expect(output).toMatch(/^NoNewPrivs:\t1$/m)
    expect(output).toMatch(/^Seccomp:\t2$/m)
    expect(output).toMatch(/^lo$/m)
    expect(output).not.toMatch(/^eth0$/m)
    expect(output).toMatch(/^GIVEN=a b$/m)
    expect(output).not.toContain('npm_')
    expect(output).toMatch(new RegExp(`^Max open files +${await availableOpenFiles()} `, 'm'))
    expect(output).toContain('docker-init')
  })
})

describe('a container that does not end well', () => {
  it('is marked when it runs out of memory', async () => {
    const { result } = await run(['sh', '-c', 'tail /dev/zero'], {
      spec: test.spec([], { memoryBytes: 32_000_000 }),
    })

    expect(result).toMatchObject({ oomKilled: true, exitCode: 137 })
  })

  it('is ended at its deadline, counted from its start', async () => {
    const { result, lines } = await run(['sh', '-c', 'echo begun; sleep 50'], {
      spec: test.spec([], { deadlineSeconds: 2 }),
    })

    expect(result).toMatchObject({ timedOut: true, exitCode: 137 })
    expect(result.finishedAt.getTime() - result.startedAt.getTime()).toBeLessThan(4000)
    expect(lines.map(({ text }) => text)).toEqual(['begun'])
  })

  it('is ended when it floods its log', async () => {
    const { result, lines } = await run(['yes'], { spec: test.spec([], { logMaxBytes: 100_000 }) })

    expect(result).toMatchObject({ floodedLog: true, exitCode: 137 })
    expect(lines.at(-1)?.text).toContain('more than 100000 bytes were printed')
    expect(lines.length).toBeLessThan(10_000)
  })

  it('has exit code 127 when the image lacks the program', async () => {
    const { result, lines } = await run(['no-such-program'])

    expect(result.exitCode).toBe(127)
    expect(lines[0]?.text).toContain('no-such-program')
  })

  it('is not created when its image is missing', async () => {
    const spec = test.spec([], { imageId: `sha256:${'0'.repeat(64)}` })

    await expect(run(['true'], { spec })).rejects.toThrow(ImageMissing)
    expect(await listOurs(test.engine, { ...test.label, 'prbench.image': spec.imageId })).toEqual([])
  })

  it('is missed when it is removed from outside', async () => {
    const identity = newIdentity()
    const running = run(['sh', '-c', 'echo begun; sleep 50'], {
      identity,
      onLine: async () => {
        await removeContainer(test.engine, containerName(identity))
      },
    })

    await expect(running).rejects.toThrow(ContainerMissing)
  })
})

describe('a container that was started before', () => {
  const printAndWait = ['sh', '-c', 'echo $$ one; sleep 2; echo two; exit 3']

  it('is left running when the signal is aborted, and adopted with all its lines', async () => {
    const identity = newIdentity()
    const reason = new Error('the worker is told to stop')
    const cancel = new AbortController()
    const first = run(printAndWait, {
      identity,
      signal: cancel.signal,
      onLine: () => {
        cancel.abort(reason)
      },
    })
    await expect(first).rejects.toBe(reason)
    const left = await inspectContainer(test.engine, containerName(identity))

    const { result, lines } = await run(printAndWait, { identity })

    expect(left?.State.Status).toBe('running')
    expect(result).toMatchObject({ adopted: 'running', exitCode: 3, containerId: left?.Id })
    expect(lines.map(({ text }) => text.replace(/^\d+ /, ''))).toEqual(['one', 'two'])
  })

  it('is harvested once it has ended, and never run again', async () => {
    const identity = newIdentity()
    const first = await run(['sh', '-c', 'echo $$; cat /proc/uptime; exit 5'], { identity })

    const second = await run(['sh', '-c', 'echo $$; cat /proc/uptime; exit 5'], { identity })

    expect(second.lines).toEqual(first.lines)
    expect(second.result).toEqual({ ...first.result, adopted: 'exited' })
  })

  it('is started when it was only created', async () => {
    const identity = newIdentity()
    const spec = test.spec(['sh', '-c', 'echo run'])
    await test.engine.docker.createContainer(
      containerOptions(
        containerName(identity),
        { ...spec, openFiles: 1024 },
        containerLabels(identity, spec),
      ),
    )

    const { result, lines } = await run(spec.command, { identity })

    expect(result.adopted).toBe('created')
    expect(lines.map(({ text }) => text)).toEqual(['run'])
  })

  it('is started once, however many ask for it at once', async () => {
    const identity = newIdentity()
    const command = ['sh', '-c', 'cat /proc/sys/kernel/random/uuid']

    const runs = await Promise.all(Array.from({ length: 5 }, () => run(command, { identity })))

    expect(new Set(runs.map(({ result }) => result.startedAt.getTime())).size).toBe(1)
    expect(new Set(runs.map(({ lines }) => JSON.stringify(lines))).size).toBe(1)
    expect(runs[0]?.lines).toHaveLength(1)
    expect(runs.filter(({ result }) => result.adopted === 'created')).toHaveLength(1)
  })

  it('is not taken for one with another command', async () => {
    const identity = newIdentity()
    await run(['sh', '-c', 'echo one'], { identity })

    const other = run(['sh', '-c', 'echo two'], { identity })

    await expect(other).rejects.toThrow(ContainerConflict)
    await expect(other).rejects.toThrow(/prbench\.command is/)
  })

  it('goes on when the consumer of its lines fails', async () => {
    const identity = newIdentity()
    const failing = run(printAndWait, {
      identity,
      onLine: () => {
        throw new Error('the disk of the reader is full')
      },
    })
    await expect(failing).rejects.toThrow('the disk of the reader is full')

    const { result } = await run(printAndWait, { identity })

    expect(result).toMatchObject({ adopted: 'running', exitCode: 3 })
  })
})

describe('stopping and removing', () => {
  it('stops with a signal that the program may act on', async () => {
    const identity = newIdentity()
    const running = run(
      ['sh', '-c', 'trap "echo asked; exit 9" TERM; echo begun; while :; do sleep 0.1; done'],
      {
        identity,
        onLine: async ({ text }) => {
          if (text === 'begun') await stopContainer(test.engine, containerName(identity), 10)
        },
      },
    )

    const { result, lines } = await running

    expect(result.exitCode).toBe(9)
    expect(lines.map(({ text }) => text)).toEqual(['begun', 'asked'])
  })

  it('does no harm where there is nothing', async () => {
    await killContainer(test.engine, 'prbench-no-such')
    await stopContainer(test.engine, 'prbench-no-such', 1)

    expect(await removeContainer(test.engine, 'prbench-no-such')).toBe(false)
  })
})

describe('over a connection that breaks', () => {
  let faulty: FaultyEngine
  const slowly = ['sh', '-c', 'for n in $(seq 1 60); do echo $n; sleep 0.05; done']
  const sixty = Array.from({ length: 60 }, (_, n) => String(n + 1))

  beforeAll(async () => {
    faulty = await openFaultyEngine()
  })

  afterAll(async () => {
    await faulty.close()
  })

  it('every line comes once, though the Engine was away for a while', async () => {
    const states: string[] = []
    const onTwenty = ({ text }: LogLine) => {
      if (text === '20') faulty.cut(1500)
    }

    const { result, lines } = await run(slowly, {
      engine: faulty.engine,
      onLine: onTwenty,
      onState: (state) => states.push(state),
    })

    expect(lines.map(({ text }) => text)).toEqual(sixty)
    expect(result).toMatchObject({ exitCode: 0, engineWasAway: true })
    expect(states).toEqual(['starting', 'started', 'engine-away', 'engine-back', 'ended'])
  })

  it('every line comes once, though the log hangs', async () => {
    faulty.freeze('/logs', 700)

    const { lines } = await run(slowly, { engine: faulty.engine })

    expect(lines.map(({ text }) => text)).toEqual(sixty)
  })

  it('the end is seen, though the wait for it hangs', async () => {
    faulty.freeze('/wait', 0)

    const { result } = await run(['sleep', '0.5'], { engine: faulty.engine })

    expect(Date.now() - result.finishedAt.getTime()).toBeLessThan(3000)
  })
})

interface Change extends Partial<Omit<ContainerRun, 'spec'>> {
  readonly spec?: ContainerSpec
}

async function run(
  command: readonly string[],
  { spec, onLine, ...change }: Change = {},
): Promise<{ result: ContainerResult; lines: LogLine[] }> {
  const lines: LogLine[] = []
  const result = await runContainer({
    engine: test.engine,
    identity: change.identity ?? newIdentity(),
    spec: { ...(spec ?? test.spec(command)), command },
    onLine: (line) => {
      lines.push(line)
      return onLine?.(line)
    },
    ...change,
  })
  return { result, lines }
}

function newIdentity(): ContainerIdentity {
  const identity = test.identity()
  made.push(identity)
  return identity
}
