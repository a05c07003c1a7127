import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { execa } from 'execa'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildImage, type BuildRequest } from './build.js'
import { BuildFailed } from './errors.js'
import { inspectImage, removeImage } from './images.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

let test: TestEngine
const tags: string[] = []

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  for (const tag of tags) await removeImage(test.engine, tag)
  expect(await test.close()).toEqual([])
})

describe('a build that succeeds', () => {
  it('gives the id of an image with its labels, its tag and its content', async () => {
    // Never built before: a step that is cached prints nothing.
    const what = randomUUID()

    const { imageId, tag, log } = await build(
      ['ARG WHAT=nothing', 'COPY file /file', 'RUN cat /file; echo built $WHAT'],
      {
        buildArguments: { WHAT: what },
        labels: { ...test.label, 'prbench.sha': 'abc' },
      },
    )

    expect(await inspectImage(test.engine, tag)).toMatchObject({
      id: imageId,
      labels: { ...test.label, 'prbench.sha': 'abc' },
      tags: [tag],
    })
    expect(log).toContainEqual(expect.stringMatching(/^#\d+ \[.*3\/3\] RUN cat \/file; echo built/))
    expect(log).toContainEqual(expect.stringMatching(/^#\d+ \d+\.\d{3} content of the file$/))
    expect(log).toContainEqual(expect.stringMatching(new RegExp(`^#\\d+ \\d+\\.\\d{3} built ${what}$`)))
    expect(log).toContainEqual(expect.stringMatching(/^#\d+ DONE \d+\.\ds$/))
  })

  it('takes a second time what it has built, and says so', async () => {
    const lines = [`RUN echo ${Date.now()}`]
    const first = await build(lines)

    const second = await build(lines)

    expect(second.imageId).toBe(first.imageId)
    const step = /^#(\d+) .*RUN/.exec(second.log.find((line) => line.includes('RUN')) ?? '')?.[1]
    expect(second.log).toContain(`#${step} CACHED`)
  })

  it('ends with the stage that is named', async () => {
    const stages = [
      `FROM ${test.baseTag} AS wanted`,
      'RUN echo wanted > /stage',
      'FROM scratch',
      'COPY file /file',
    ]

    const { imageId } = await build(stages, { target: 'wanted' })

    const { stdout } = await execa('docker', ['run', '--rm', '--network', 'none', imageId, 'cat', '/stage'])
    expect(stdout).toBe('wanted')
  })

  it('keeps cache mounts of different namespaces apart', async () => {
    const run = (note: string) => [
      `RUN --mount=type=cache,target=/cache ls /cache; echo ${note} > /cache/${note}`,
    ]
    const namespace = `test-${Date.now()}`
    await build(run(`poison-${Date.now()}`), { cacheNamespace: `${namespace}-pr` })

    const { log } = await build(run(`clean-${Date.now()}`), { cacheNamespace: `${namespace}-main` })

    expect(log.filter((line) => /^#\d+ \d+\.\d+ poison/.test(line))).toEqual([])
  })
})

describe('a build that fails', () => {
  it('gives the end of its log', async () => {
    const failing = build(['RUN echo about to fail; exit 3'])

    const error: unknown = await failing.catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(BuildFailed)
    expect(error).toHaveProperty('message', expect.stringMatching(/exit code: 3/))
    expect(error).toHaveProperty(
      'logTail',
      expect.arrayContaining([expect.stringMatching(/ about to fail$/)]),
    )
    expect(error).toHaveProperty(
      'logTail',
      expect.arrayContaining([expect.stringMatching(/^ERROR: .*exit code: 3/)]),
    )
  })

  it('says which Engine it takes where heredocs are not understood', async () => {
    const { majorVersion } = await test.engine.check()
    const building = build(['RUN <<EOF', 'echo from a heredoc', 'EOF'])

    if (majorVersion >= 23) await expect(building).resolves.toHaveProperty('imageId')
    else await expect(building).rejects.toThrow(/unknown instruction.*Docker Engine 23 or newer/)
  })

  it('names what is wrong with the Dockerfile', async () => {
    await expect(build([], { dockerfile: 'docker/absent.Dockerfile' })).rejects.toThrow(/absent\.Dockerfile/)
  })

  it('fails with the reason of a context that broke off', async () => {
    const context = new Readable({
      read() {
        this.destroy(new Error('git archive: not a valid object name'))
      },
    })

    await expect(build([], { context })).rejects.toThrow('git archive: not a valid object name')
  })

  it('ends at its deadline', async () => {
    const sleep = `RUN echo ${Date.now()}; sleep 331`

    await expect(build([sleep], { deadlineMs: 2000 })).rejects.toThrow(/it took longer than 2 s/)

    expect(await runs('sleep 331')).toBe(false)
  })

  it('is cancelled with its signal, and nothing of it goes on', async () => {
    const reason = new Error('cancelled by somebody')
    const cancel = new AbortController()

    const building = build([`RUN echo ${Date.now()}; echo begun; sleep 332`], {
      signal: cancel.signal,
      onLog: (line) => {
        if (line.endsWith(' begun')) cancel.abort(reason)
      },
    })

    await expect(building).rejects.toBe(reason)
    expect(await runs('sleep 332')).toBe(false)
  })
})

async function build(
  lines: readonly string[],
  change: Partial<BuildRequest> = {},
): Promise<{ imageId: string; tag: string; log: string[] }> {
  const tag = `prbench-test/built:${randomUUID()}`
  tags.push(tag)
  const log: string[] = []
  const { onLog, ...rest } = change
  const { imageId } = await buildImage({
    engine: test.engine,
    context: contextOf({
      'docker/rocm.Dockerfile': [`FROM ${test.baseTag}`, ...lines].join('\n'),
      file: 'content of the file\n',
    }),
    dockerfile: 'docker/rocm.Dockerfile',
    buildArguments: {},
    labels: test.label,
    tag,
    deadlineMs: 60_000,
    onLog: (line) => {
      log.push(line)
      return onLog?.(line)
    },
    ...rest,
  })
  return { imageId, tag, log }
}

function contextOf(files: Readonly<Record<string, string>>): Readable {
  const tar = pack()
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content)
  tar.finalize()
  return Readable.from(tar)
}

/** Whether a program with these arguments still runs on this host a few seconds later. */
async function runs(argumentsOf: string): Promise<boolean> {
  const end = Date.now() + 5000
  for (;;) {
    const { stdout } = await execa('ps', ['-eo', 'args'])
    const running = stdout.split('\n').some((line) => line === argumentsOf)
    if (!running || Date.now() > end) return running
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
