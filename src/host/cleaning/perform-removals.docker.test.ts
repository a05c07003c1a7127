import { randomUUID } from 'node:crypto'
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pack } from 'tar-stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildImage } from '../../docker/build.js'
import { removeContainer } from '../../docker/containers.js'
import { inspectImage, tagImage } from '../../docker/images.js'
import { openTestEngine, type TestEngine } from '../../docker/test-engine.fixture.js'
import { findFacts, type CleaningHost } from './find-facts.js'
import { noteUse, readUses } from './image-uses.js'
import { performRemovals } from './perform-removals.js'
import { planRemovals } from './plan-removals.js'
import type { Removal } from './removal.js'

let test: TestEngine
let stateFolder: string
let host: CleaningHost

beforeAll(async () => {
  test = await openTestEngine()
})
afterAll(async () => {
  expect(await test.close()).toEqual([])
})
beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'prbench-cleaning-'))
  host = { engine: test.engine, stateFolder }
})
afterEach(() => rm(stateFolder, { recursive: true, force: true }))

/** What Docker's build cache says of its entries: that of a step names its command. */
const cacheSchema = z.object({ BuildCache: z.array(z.object({ ID: z.string(), Description: z.string() })) })

async function build(tag: string, label: string) {
  const context = pack()
  const step = randomUUID()
  context.entry({ name: 'Dockerfile' }, `FROM ${test.baseTag}\nRUN echo ${step} > /a\n`)
  context.finalize()
  const from = new Date().toISOString()
  const { imageId } = await buildImage({
    engine: test.engine,
    context: context.pipe(new PassThrough()),
    dockerfile: 'Dockerfile',
    buildArguments: {},
    labels: { ...test.label, 'prbench.image-of': label },
    tag,
    onLog: () => undefined,
    deadlineMs: 60_000,
  })
  const to = new Date().toISOString()
  const { BuildCache: cache } = cacheSchema.parse(await test.engine.docker.df())
  const cached = cache.filter(({ Description: description }) => description.includes(step))
  return { imageId, from, to, cached: cached.map(({ ID: id }) => id) }
}

describe('cleaning a real Engine', () => {
  it('removes an image that no comparison needs, its names, its build cache and its spool; nobody else’s', async () => {
    const name = `prbench-test/cleaning:${randomUUID()}`
    const { imageId, from, to, cached } = await build(name, 'ours')
    await tagImage(test.engine, imageId, `${name}-again`)
    const run = randomUUID()
    await noteUse(stateFolder, { run, comparison: 'compare/x/1', imageId, at: to, build: { from, to } })
    for (let others = 0; others < 5; others += 1) {
      await noteUse(stateFolder, {
        run: randomUUID(),
        comparison: `compare/x/${2 + others}`,
        imageId: `sha256:${'0'.repeat(64)}`,
        at: new Date(Date.now() + 1000).toISOString(),
      })
    }
    const [spool, foreign] = [join(stateFolder, 'spool', run), join(stateFolder, 'spool', randomUUID())]
    for (const folder of [spool, foreign]) await mkdir(folder, { recursive: true })
    await writeFile(join(spool, 'case-1.json'), '{}')

    // Others work on this Engine, and build at the same time.
    const isOfTest = ({ kind, id }: Removal) => id === imageId || kind === 'spool' || cached.includes(id)

    const facts = await findFacts(host)
    const { removals } = planRemovals({
      ...facts,
      stateOf: (asked) => (asked === run ? 'closed' : 'unknown'),
    })
    const { removed, problems } = await performRemovals(host, removals.filter(isOfTest))

    expect(problems).toEqual([])
    expect(removed.filter(({ kind }) => kind === 'image')).toMatchObject([{ id: imageId }])
    expect(removed.filter(({ kind }) => kind === 'build cache').map(({ id }) => id)).toEqual(cached)
    expect(cached).toHaveLength(1)
    expect(await inspectImage(test.engine, imageId)).toBeUndefined()
    expect((await readUses(stateFolder)).some((use) => use.imageId === imageId)).toBe(false)
    expect(await inspectImage(test.engine, test.baseTag)).toBeDefined()
    await expect(access(spool)).rejects.toThrow('ENOENT')
    await access(foreign)
  })

  it('keeps an image that a container is made of, and says so', async () => {
    const { imageId } = await build(`prbench-test/cleaning:${randomUUID()}`, 'ours')
    const { id } = await test.engine.docker.createContainer({ Image: imageId, Cmd: ['true'] })

    const { removals, kept } = planRemovals({ ...(await findFacts(host)), stateOf: () => 'closed' })
    const refused = await performRemovals(host, [{ kind: 'image', id: imageId, names: [], bytes: 0 }])

    await removeContainer(test.engine, id)
    await test.engine.docker.getImage(imageId).remove()
    expect(removals.some((removal) => removal.id === imageId)).toBe(false)
    expect(kept).toContainEqual(expect.stringContaining('uses it'))
    expect(refused.problems).toEqual([expect.stringContaining(imageId)])
  })
})
