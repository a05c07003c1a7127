import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findTemporalCli } from '../../src/client/embedded/temporal-cli.js'
import { connectEngine } from '../../src/docker/engine.js'
import { repositoryKey } from '../e2e/repository-key.js'
import { removeFromDocker, removeImagesOf } from '../e2e/leftovers.js'
import { startTemporal } from '../e2e/temporal-server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** What prepare.sh made. */
    prepared: string
  }
}

/**
 * A Temporal server, and the repository that prepare.sh made. With `--keep` the images of its commits stay.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const prepared = process.env.PRBENCH_ENGINE_FOLDER
  if (prepared === undefined) throw new Error('run it as `npm run test:sglang`: it makes images first')
  const folder = await mkdtemp(join(tmpdir(), 'prbench-real-'))
  const repository = join(prepared, 'repository')
  const temporal = await startTemporal({ cli: await findTemporalCli(), folder })
  project.provide('temporal', temporal.where)
  project.provide('places', [{ repository, namespace: 'default' }])
  project.provide('prepared', prepared)

  return async () => {
    await temporal.stop()
    const engine = connectEngine()
    const key = repositoryKey(repository)
    await removeFromDocker(engine, new Set([key]))
    if (process.env.PRBENCH_ENGINE_KEEP === '') await removeImagesOf(engine, key)
    await rm(folder, { recursive: true, force: true })
  }
}
