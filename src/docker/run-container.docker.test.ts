import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerName } from './container-identity.js'
import { killContainer, listOurs, removeContainer } from './containers.js'
import { ContainerMissing, ImageMissing } from './errors.js'
import { availableOpenFiles } from './open-files.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  expect(await test.close()).toEqual([])
})

describe('a container that runs to its end', () => {
  it('gives its lines, its exit code and its times', async () => {
    const { result, lines } = await test.run([
      'sh',
      '-c',
      'echo one; echo two >&2; printf three; sleep 0.1; exit 7',
    ])

    expect(result).toMatchObject({ exitCode: 7, adopted: 'created', oomKilled: false, timedOut: false })
    expect(result.finishedAt.getTime()).toBeGreaterThanOrEqual(result.startedAt.getTime())
    expect(lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual([
      'stderr two',
      'stdout one',
      'stdout three',
    ])
  })

  it('gives every one of 100,000 lines, in order', async () => {
    const { lines } = await test.run(['seq', '1', '100000'])

    expect(lines.length).toBe(100_000)
    expect(lines.findIndex(({ text }, index) => text !== String(index + 1))).toBe(-1)
  })

  it('waits with each line until the one before is dealt with', async () => {
    let open = 0
    let most = 0
    const seen: string[] = []

    await test.run(['seq', '1', '50'], {
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
    const { lines } = await test.run(['sh', '-c', "head -c 80000 /dev/zero | tr '\\0' x; echo; echo after"])

    expect(lines.map(({ text }) => text)).toEqual([`${'x'.repeat(65536)}…[+14464 bytes]`, 'after'])
  })

  it('has no privilege, no network, and only the environment it was given', async () => {
    const script = 'cat /proc/self/status; ls /sys/class/net; env; cat /proc/self/limits; cat /proc/1/cmdline'

    const { lines } = await test.run(['sh', '-c', script], {
      spec: { environment: { GIVEN: 'a b' } },
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
    const { result } = await test.run(['sh', '-c', 'tail /dev/zero'], {
      spec: { memoryBytes: 32_000_000 },
    })

    expect(result).toMatchObject({ oomKilled: true, exitCode: 137 })
  })

  it('is ended at its deadline, counted from its start', async () => {
    const { result, lines } = await test.run(['sh', '-c', 'echo begun; sleep 50'], {
      spec: { deadlineSeconds: 2 },
    })

    expect(result).toMatchObject({ timedOut: true, exitCode: 137 })
    expect(result.finishedAt.getTime() - result.startedAt.getTime()).toBeLessThan(4000)
    expect(lines.map(({ text }) => text)).toEqual(['begun'])
  })

  it.each([
    ['killed', (name: string) => killContainer(test.engine, name)],
    ['stopped', (name: string) => stop(name, 0)],
  ])('is told apart when somebody %s it', async (_how, end) => {
    const identity = test.identity()

    const { result } = await test.run(['sh', '-c', 'echo begun; sleep 50'], {
      identity,
      onLine: () => end(containerName(identity)),
    })

    expect(result).toMatchObject({ killedFromOutside: true, lostWithEngine: false, timedOut: false })
  })

  it('is no less killed for who finds it so', async () => {
    const identity = test.identity()
    const spec = { deadlineSeconds: 50 }
    const gone = new AbortController()
    const first = test.run(['sh', '-c', 'echo begun; sleep 50'], {
      identity,
      spec,
      signal: gone.signal,
      onLine: () => {
        gone.abort(new Error('the worker is gone'))
      },
    })
    await expect(first).rejects.toThrow('the worker is gone')
    await killContainer(test.engine, containerName(identity))

    const { result } = await test.run(['sh', '-c', 'echo begun; sleep 50'], { identity, spec })

    expect(result).toMatchObject({ adopted: 'exited', killedFromOutside: true })
  })

  it('is not called killed when it crashes, or is ended at its deadline', async () => {
    const crashed = await test.run(['sh', '-c', 'kill -9 $$'])
    const late = await test.run(['sleep', '50'], { spec: { deadlineSeconds: 1 } })

    expect(crashed.result).toMatchObject({ exitCode: 137, killedFromOutside: false, lostWithEngine: false })
    expect(late.result).toMatchObject({ timedOut: true, killedFromOutside: false })
  })

  it('is ended when it floods its log', async () => {
    const { result, lines } = await test.run(['yes'], { spec: { logMaxBytes: 100_000 } })

    expect(result).toMatchObject({ floodedLog: true, exitCode: 137 })
    expect(lines.at(-1)?.text).toContain('more than 100000 bytes were printed')
    expect(lines.length).toBeLessThan(10_000)
  })

  it('is read to its end where it prints more than its log keeps', async () => {
    const script = 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "line $i"; done; echo Total'

    const { result, lines, beyond } = await test.run(['sh', '-c', script], { spec: { logMaxBytes: 100_000 } })

    expect(result).toMatchObject({ floodedLog: false, exitCode: 0 })
    expect(lines.at(-1)?.text).toContain('more than 100000 bytes were printed')
    expect(beyond.at(-1)?.text).toBe('Total')
    expect(lines.length - 1 + beyond.length).toBe(3001)
  })

  it('has exit code 127 when the image lacks the program', async () => {
    const { result, lines } = await test.run(['no-such-program'])

    expect(result.exitCode).toBe(127)
    expect(lines[0]?.text).toContain('no-such-program')
  })

  it('is not created when its image is missing', async () => {
    const imageId = `sha256:${'0'.repeat(64)}`

    await expect(test.run(['true'], { spec: { imageId } })).rejects.toThrow(ImageMissing)
    expect(await listOurs(test.engine, { ...test.label, 'prbench.image': imageId })).toEqual([])
  })

  it('is missed when it is removed from outside', async () => {
    const identity = test.identity()
    const running = test.run(['sh', '-c', 'echo begun; sleep 50'], {
      identity,
      onLine: async () => {
        await removeContainer(test.engine, containerName(identity))
      },
    })

    await expect(running).rejects.toThrow(ContainerMissing)
  })
})

describe('stopping and removing', () => {
  it('stops with a signal that the program may act on', async () => {
    const identity = test.identity()
    const running = test.run(
      ['sh', '-c', 'trap "echo asked; exit 9" TERM; echo begun; while :; do sleep 0.1; done'],
      {
        identity,
        onLine: async ({ text }) => {
          if (text === 'begun') await stop(containerName(identity), 10)
        },
      },
    )

    const { result, lines } = await running

    expect(result.exitCode).toBe(9)
    expect(lines.map(({ text }) => text)).toEqual(['begun', 'asked'])
  })

  it('does no harm where there is nothing', async () => {
    await expect(killContainer(test.engine, 'prbench-no-such')).resolves.toBeUndefined()
    await expect(removeContainer(test.engine, 'prbench-no-such')).resolves.toBeUndefined()
  })
})

/** What `docker stop` does. */
async function stop(name: string, graceSeconds: number): Promise<void> {
  await test.engine.docker.getContainer(name).stop({ t: graceSeconds })
}
