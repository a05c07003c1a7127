import { mkdir, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Arm } from '../comparison/arm.js'
import type { BuiltImage } from '../comparison/image.js'
import { planFor } from '../comparison/image-plan.js'
import type { Plan } from '../comparison/plan.js'
import { gitAndPython, removeImages } from '../docker/base-image.fixture.js'
import { inspectImage, removeImage } from '../docker/images.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import { checkHost } from '../host/check-host.js'
import { testHost } from '../host/launch-host.fixture.js'
import { buildArmImage } from './build-arm-image.js'
import { reachFromContainer } from './reach-from-container.js'
import { engineRepository, type EngineRepository } from './engine-repository.fixture.js'

let test: TestEngine
let repository: EngineRepository | undefined

beforeAll(async () => {
  test = await openTestEngine({}, await gitAndPython())
})
afterEach(async () => {
  if (repository === undefined) return
  await removeImages(test.engine, { 'prbench.image-of': repository.key })
  await repository.remove()
  repository = undefined
})
afterAll(async () => {
  const base = await inspectImage(test.engine, test.baseTag)
  for (const tag of base?.tags ?? []) if (tag !== test.baseTag) await removeImage(test.engine, tag)
  expect(await test.close()).toEqual([])
})

async function repositoryWith(dockerfile: string): Promise<EngineRepository> {
  repository = await engineRepository(dockerfile)
  return repository
}

const hostOf = ({ state }: EngineRepository) => testHost(test.engine, { logs: join(state, 'logs') })

function build(of: EngineRepository, plan: Plan, arm: Arm): Promise<BuiltImage> {
  const { signal } = new AbortController()
  const { state: stateFolder } = of
  return buildArmImage({
    host: hostOf(of),
    plan,
    arm,
    mirrors: join(stateFolder, 'mirrors'),
    stateFolder,
    signal,
  })
}

/** What the program in an image prints. */
async function printed({ id }: BuiltImage): Promise<string> {
  const { stdout } = await execa('docker', [
    'run',
    '--rm',
    '--network',
    'none',
    id,
    'python3',
    '-m',
    'sglang',
  ])
  return stdout
}

const serving = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('prbench-serve-'))

describe('a Dockerfile in the shape of its time', () => {
  it.each(['early-2025', 'late-2025', 'spring-2026', 'july-2026', 'fork'])(
    '%s: both arms hold their commits, the merge commit of the pull request too',
    async (era) => {
      const before = await serving()
      const own = await repositoryWith(`${era}.Dockerfile`)
      await own.propose(7, { 'python/sglang/speed.py': 'value = 2\n' })
      const plan = await own.plan(7, { baseImage: test.baseTag, build: 'full' })
      const { majorVersion } = await test.engine.check()
      if (era === 'spring-2026' && majorVersion < 23) {
        await expect(checkHost(hostOf(own), plan, own.state)).rejects.toThrow(
          /the Dockerfile of main and pr has heredocs, which need Docker Engine 23 or newer/,
        )
        return
      }

      const main = await build(own, plan, 'main')
      const pr = await build(own, plan, 'pr')

      expect(await printed(main)).toBe('10')
      expect(await printed(pr)).toBe('20')
      expect(pr.package).toEqual({ files: 4, generated: ['_kernels.py'] })
      expect(await serving()).toEqual(before)
    },
  )
})

describe('a Dockerfile that clones', () => {
  it('does not ask a proxy for this host', async () => {
    const own = await repositoryWith(
      dockerfileOf([
        'ARG BASE_IMAGE=b',
        'FROM $BASE_IMAGE',
        'ENV http_proxy=http://127.0.0.1:9',
        'ARG SGL_REPO=https://github.com/sgl-project/sglang',
        'ARG SGL_BRANCH=main',
        'RUN git clone ${SGL_REPO} && cd sglang && git checkout ${SGL_BRANCH}',
        'ENV PYTHONPATH=/sglang/python',
      ]),
    )
    await own.propose(7, { 'python/sglang/_kernels.py': 'scale = 10\n' })
    const plan = await own.plan(7, { baseImage: test.baseTag, build: 'full' })

    const pr = await build(own, plan, 'pr')

    expect(await printed(pr)).toBe('10')
  })
})

/** The tree that is given, compiled, for a user who is not root. */
const copying = [
  'ARG BASE_IMAGE=b',
  'FROM $BASE_IMAGE',
  'WORKDIR /opt/engine',
  'COPY . .',
  'RUN cd sgl-kernel && python3 setup_rocm.py install && python3 -m compileall -q /opt/engine/python',
  'ENV PYTHONPATH=/opt/engine/python',
]

const dockerfileOf = (lines: readonly string[]) => `${lines.join('\n')}\n`

describe('a pull request that changes only Python files of the package', () => {
  it("becomes one layer on main's image: written, new, renamed and removed files", async () => {
    const own = await repositoryWith(dockerfileOf([...copying, 'USER 65534']))
    await own.propose(
      7,
      {
        'python/sglang/__main__.py':
          'from sglang import _kernels\nfrom sglang.new.pace import value\nprint(_kernels.scale * value)\n',
        'docs/new.md': 'text\n',
      },
      async () => {
        await own.git('rm', '--quiet', 'python/sglang/old/__init__.py')
        await mkdir(join(own.path, 'python/sglang/new'))
        await own.git('mv', 'python/sglang/speed.py', 'python/sglang/new/pace.py')
      },
    )
    const plan = await own.plan(7, { baseImage: test.baseTag })
    const main = await build(own, plan, 'main')

    const pr = await build(own, plan, 'pr')
    const again = await build(own, plan, 'pr')

    expect(plan.images.pr.way).toEqual({ kind: 'overlay', written: 2, removed: 2 })
    expect([await printed(main), await printed(pr)]).toEqual(['10', '10'])
    const [below, above] = [await inspected(main), await inspected(pr)]
    expect(above.RootFS.Layers).toEqual([...(below.RootFS.Layers ?? []), expect.any(String)])
    expect(above.Config.User).toBe('65534')
    expect(pr).toMatchObject({
      package: { files: 3, generated: ['_kernels.py'] },
      baseImageId: main.baseImageId,
    })
    const names = await execa('docker', [
      'run',
      '--rm',
      '--network',
      'none',
      pr.id,
      'ls',
      '/opt/engine/python/sglang',
    ])
    expect(names.stdout.split('\n')).toEqual([
      '__init__.py',
      '__main__.py',
      '__pycache__',
      '_kernels.py',
      'new',
    ])
    expect(again).toMatchObject({ id: pr.id, built: false })
  })
})

describe('an image that does not hold its commit', () => {
  it('is refused with the files that differ, unless the recipe says that the build writes them', async () => {
    const patching = 'RUN echo "value = 3" > python/sglang/speed.py; rm -r python/sglang/old'
    const own = await repositoryWith(dockerfileOf([...copying, patching]))
    await own.propose(7, { 'python/sglang/__init__.py': 'x = 1\n' })
    const plan = await own.plan(7, { baseImage: test.baseTag })
    const written = await own.plan(7, { baseImage: test.baseTag }, [{ generated: ['speed.py', 'old/**'] }])

    const refused = build(own, plan, 'main')

    await expect(refused).rejects.toThrow(
      /image of main does not hold commit \w{12}: of 4 Python files of sglang, 1 with other content, 1 missing \(speed\.py, old\/__init__\.py\)/,
    )
    await expect(build(own, written, 'main')).resolves.toMatchObject({ package: { files: 4 } })
  })
})

describe('recipes for two GPU architectures', () => {
  it('get an image each', async () => {
    const own = await repositoryWith('late-2025.Dockerfile')
    await own.propose(7, { 'python/sglang/speed.py': 'value = 2\n' })
    const images = [{ gpuArchitecture: 'gfx942' }, { gpuArchitecture: 'gfx950' }]
    const plan = await own.plan(7, { baseImage: test.baseTag }, images)

    const first = await build(own, planFor(plan, undefined), 'main')
    const second = await build(own, planFor(plan, 'gfx950'), 'main')

    const built = [await inspected(first), await inspected(second)]
    expect(built.map(({ Config: { Env: environment } }) => environment)).toEqual([
      expect.arrayContaining(['GPU_ARCH_LIST=gfx942', 'AITER_COMMIT=v0.1.4']),
      expect.arrayContaining(['GPU_ARCH_LIST=gfx950', 'AITER_COMMIT=v0.1.5']),
    ])
    expect(second.tag).toBe(`${first.tag}-gfx950`)
  })
})

const inspected = ({ id }: BuiltImage) => test.engine.docker.getImage(id).inspect()

describe('a container', () => {
  it('reaches this host where commits are served', async () => {
    expect(await reachFromContainer(test.engine, test.baseTag)).toMatchObject({ kind: 'reached' })
  })
})
