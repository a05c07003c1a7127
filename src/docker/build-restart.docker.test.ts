import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { beforeEach, expect, it } from 'vitest'
import { buildImage } from './build.js'
import { BuildFailed, isInfrastructure } from './errors.js'
import { openDaemonOfTest } from './daemon-of-test.fixture.js'
import { mayHaveOwnDaemon, type OwnDaemon } from './own-daemon.fixture.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

const may = await mayHaveOwnDaemon()

/**
 * A daemon that shuts down goes on with a build for a while, until a step of it fails for lack of what is
 * gone.
 */
const manySteps = Array.from({ length: 60 }, (_, step) => `RUN echo step ${step}`)

let daemon: OwnDaemon

beforeEach(async () => {
  if (!may) return
  daemon = await openDaemonOfTest()
  await daemon.start()
})

it.skipIf(!may).each(['SIGTERM', 'SIGKILL'] as const)(
  'a build whose daemon gets %s is the host’s failure, and the next one builds',
  async (signal) => {
    const test = await openTestEngine(daemon)
    let restart = Promise.resolve()
    const broken = build(test, ['RUN echo begun', ...manySteps], (line) => {
      if (line.endsWith(' begun')) restart = daemon.end(signal).then(daemon.start)
    })

    const error: unknown = await broken.catch((reason: unknown) => reason)
    await restart

    expect(error).not.toBeInstanceOf(BuildFailed)
    expect(isInfrastructure(error)).toBe(true)
    await expect(build(test, ['RUN echo begun'])).resolves.toHaveProperty('imageId')
    expect(await test.close()).toHaveLength(1)
  },
)

it.skipIf(!may)('a build that fails before its daemon ends is the code’s failure', async () => {
  const test = await openTestEngine(daemon)

  const broken = build(test, ['RUN echo context canceled; exit 3'])

  await expect(broken).rejects.toThrow(BuildFailed)
  expect(await test.close()).toEqual([])
})

function build(test: TestEngine, lines: readonly string[], onLog: (line: string) => void = () => undefined) {
  const context = pack()
  context.entry({ name: 'Dockerfile' }, `FROM ${test.baseTag}\n${lines.join('\n')}\n`)
  context.finalize()
  return buildImage({
    engine: test.engine,
    context: Readable.from(context),
    dockerfile: 'Dockerfile',
    buildArguments: {},
    labels: test.label,
    tag: 'prbench-test/built:restart',
    onLog,
    deadlineMs: 60_000,
  })
}
