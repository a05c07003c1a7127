import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { TestProject } from 'vitest/node'
import { findTemporalCli } from '../../src/client/embedded/temporal-cli.js'
import { connectEngine } from '../../src/docker/engine.js'
import { imagesOf, killProcessesOf, removeFromDocker, removeImagesOf } from './leftovers.js'
import { repositoryKey } from './repository-key.js'
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
  const temporal = await startTemporal({ cli: await findTemporalCli(), folder })
  project.provide('temporal', temporal.where)
  project.provide('repository', repository)

  return async () => {
    await temporal.stop()
    const engine = connectEngine()
    const key = repositoryKey(repository)
    const left = await removeFromDocker(engine, new Set([key]))
    await removeImagesOf(engine, key)
    left.push(...(await imagesOf(engine, key)).map(({ id }) => `image ${id}`))
    left.push(...killProcessesOf(folder).map((command) => `process ${command}`))
    await rm(folder, { recursive: true, force: true })
    if (left.length > 0) throw new Error(`the end-to-end tests left behind: ${left.join(', ')}`)
  }
}
