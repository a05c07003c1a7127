import { randomUUID } from 'node:crypto'
import { execa } from 'execa'
import { comparisonLabel, type ContainerIdentity } from './container-identity.js'
import type { ContainerSpec } from './container-spec.js'
import { connectEngine, type Engine } from './engine.js'
import { inspectImage } from './images.js'
import { removeByLabels } from './remove-by-labels.js'
import { asReadable } from './readable.js'

/** What tests on a real Engine share: a base image of the host's own shell, and a label on all they make. */
export interface TestEngine {
  readonly engine: Engine
  readonly label: Readonly<Record<string, string>>
  readonly baseTag: string
  readonly spec: (command: readonly string[], change?: Partial<ContainerSpec>) => ContainerSpec
  /** Another one with each call. */
  readonly identity: (change?: Partial<ContainerIdentity>) => ContainerIdentity
  /** Removes the base image. Gives the names of what the tests left behind, and removes that as well. */
  readonly close: () => Promise<string[]>
}

const programs = [
  'sh',
  'cat',
  'dd',
  'env',
  'head',
  'id',
  'ln',
  'ls',
  'mkdir',
  'seq',
  'sleep',
  'tail',
  'touch',
  'tr',
  'yes',
]

export async function openTestEngine(address: { socketPath?: string } = {}): Promise<TestEngine> {
  const engine = connectEngine(address)
  const id = randomUUID()
  const label = { [comparisonLabel]: `test/${id}` }
  const baseTag = `prbench-test/base:${id}`
  const imageId = await importBase(engine, baseTag, label)
  let identities = 0
  return {
    engine,
    label,
    baseTag,
    spec: (command, change = {}) => ({
      imageId,
      command,
      environment: {},
      mounts: [],
      tmpfs: {},
      network: 'none',
      memoryBytes: 256_000_000,
      pids: 64,
      shmBytes: 1_000_000,
      logMaxBytes: 100_000_000,
      deadlineSeconds: 60,
      ...change,
    }),
    identity: (change = {}) => {
      identities += 1
      return {
        comparisonId: `test/${id}`,
        comparisonRunId: 'run',
        stage: 'stage',
        generation: 0,
        pair: identities,
        attempt: 0,
        arm: 'main',
        process: 'cases',
        ...change,
      }
    },
    close: async () => {
      await engine.docker.getImage(baseTag).remove({ force: true })
      const { containers, networks, volumes } = await removeByLabels(engine, label)
      return [...containers, ...networks, ...volumes, ...(await removeImages(engine, label))]
    },
  }
}

/** Makes an image of a few of this host's programs and the libraries they load: no image store is needed. */
async function importBase(
  engine: Engine,
  tag: string,
  label: Readonly<Record<string, string>>,
): Promise<string> {
  const files = programs.map((program) => `/bin/${program}`)
  const { stdout } = await execa('ldd', files)
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '')
  const paths = [...new Set([...files, ...libraries])].map((path) => path.slice(1))
  const tar = execa('tar', ['--create', '--dereference', '--directory=/', ...paths], { encoding: 'buffer' })
  const [repo, name] = tag.split(':')
  const changes = Object.entries(label).map(([key, value]) => `LABEL ${key}=${value}`)
  const progress = asReadable(
    await engine.docker.importImage(tar.readable(), {
      repo,
      tag: name,
      changes: ['ENV PATH=/bin', ...changes],
    }),
  )
  await progress.resume().toArray()
  const image = await inspectImage(engine, tag)
  if (image === undefined) throw new Error(`The Engine did not import ${tag}`)
  return image.id
}

async function removeImages(engine: Engine, label: Readonly<Record<string, string>>): Promise<string[]> {
  const filters = { label: Object.entries(label).map(([key, value]) => `${key}=${value}`) }
  const images = await engine.docker.listImages({ filters })
  for (const { Id: imageId } of images) await engine.docker.getImage(imageId).remove({ force: true })
  return images.map((image) => image.RepoTags?.[0] ?? image.Id)
}
