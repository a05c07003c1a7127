import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The file with the workflows as they are now. */
    workflows: string
  }
}

/** Bundles the workflows once for all files that run them: that takes longer than most tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../src/workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  })
  const folder = await mkdtemp(join(tmpdir(), 'prbench-workflows-'))
  const file = join(folder, 'workflows.js')
  await writeFile(file, code)
  project.provide('workflows', file)

  return () => rm(folder, { recursive: true, force: true })
}
