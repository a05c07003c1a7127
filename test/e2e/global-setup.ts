import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { TestProject } from 'vitest/node'
import { findTemporalCli } from '../../src/client/embedded/temporal-cli.js'
import { connectEngine } from '../../src/docker/engine.js'
import { listOurs } from '../../src/docker/containers.js'
import { removeImage } from '../../src/docker/images.js'
import { startTemporal, type TestTemporal } from './temporal-server.js'

const demo = fileURLToPath(new URL('../../demo/', import.meta.url))

declare module 'vitest' {
  interface ProvidedContext {
    temporal: TestTemporal
    /** A git repository of the demo engine with all its pull requests. */
    repository: string
  }
}

/** What all end-to-end tests share: a base image, a repository, a Temporal server. Nothing of it stays. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-e2e-'))
  const repository = join(folder, 'repository')
  await execa(join(demo, 'make-base-image.sh'))
  await execa(join(demo, 'make-repository.sh'), [repository, '--with-test-pulls'])
  const imagesBefore = await ourImages()
  const temporal = await startTemporal({ cli: await findTemporalCli(), folder })
  project.provide('temporal', temporal.where)
  project.provide('repository', repository)

  return async () => {
    await temporal.stop()
    await rm(folder, { recursive: true, force: true })
    const engine = connectEngine()
    for (const image of await ourImages()) {
      if (!imagesBefore.includes(image)) await removeImage(engine, image)
    }
    const left = (await listOurs(engine, {})).map(({ name }) => name)
    if (left.length > 0) throw new Error(`the end-to-end tests left containers behind: ${left.join(', ')}`)
  }
}

async function ourImages(): Promise<string[]> {
  const { docker } = connectEngine()
  const images = await docker.listImages({ filters: { label: ['prbench.sha'] } })
  return images.flatMap((image) => image.RepoTags ?? [image.Id])
}
