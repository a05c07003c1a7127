import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { TestProject } from 'vitest/node'
import { findTemporalCli } from '../../src/client/embedded/temporal-cli.js'
import { connectEngine } from '../../src/docker/engine.js'
import { imagesOf, killProcessesOf, removeFromDocker, removeImagesOf } from './leftovers.js'
import type { Place } from './place.js'
import { repositoryKey } from './repository-key.js'
import { startTemporal, type TestTemporal } from './temporal-server.js'

const demo = fileURLToPath(new URL('../../demo/', import.meta.url))

declare module 'vitest' {
  interface ProvidedContext {
    temporal: TestTemporal
    /** As many as files run at once. */
    places: readonly Place[]
  }
}

/**
 * What all end-to-end tests share: a base image, a Temporal server, a place for each file that runs at once. Nothing of it
 * stays.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-e2e-'))
  const original = join(folder, 'repository')
  await execa(join(demo, 'make-base-image.sh'))
  await execa(join(demo, 'make-repository.sh'), [original, '--with-test-pulls'])
  const workers = Array.from({ length: project.config.maxWorkers }, (_, index) => String(index + 1))
  const places = workers.map((worker) => ({
    repository: `${original}-${worker}`,
    namespace: `tests-${worker}`,
  }))
  for (const { repository } of places) await cp(original, repository, { recursive: true })
  const temporal = await startTemporal({
    cli: await findTemporalCli(),
    folder,
    namespaces: places.map(({ namespace }) => namespace),
  })
  project.provide('temporal', temporal.where)
  project.provide('places', places)

  return async () => {
    await temporal.stop()
    const engine = connectEngine()
    const keys = places.map(({ repository }) => repositoryKey(repository))
    const left = await removeFromDocker(engine, new Set(keys))
    for (const key of keys) {
      await removeImagesOf(engine, key)
      left.push(...(await imagesOf(engine, key)).map(({ id }) => `image ${id}`))
    }
    left.push(...killProcessesOf(folder).map((command) => `process ${command}`))
    await rm(folder, { recursive: true, force: true })
    if (left.length > 0) throw new Error(`the end-to-end tests left behind: ${left.join(', ')}`)
  }
}
