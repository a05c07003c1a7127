import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

/**
 * Bundles the workflows beside this file, once at build time: a worker with a bundle is up in half a second,
 * one that bundles by itself in three to ten.
 */
const workflowsPath = fileURLToPath(new URL('./index.js', import.meta.url))
const bundlePath = fileURLToPath(new URL('./bundled-workflows.js', import.meta.url))

const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') })
await writeFile(bundlePath, code)
