import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { openOwnDaemon, type OwnDaemon } from './own-daemon.fixture.js'

/** A daemon for the test that runs: it ends with the test, which fails where something of it is left. */
export async function openDaemonOfTest(options: { liveRestore?: boolean } = {}): Promise<OwnDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-daemon-'))
  const daemon = await openOwnDaemon(folder, options)
  onTestFinished(async () => {
    const left = await daemon.close()
    await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 500 })
    expect(left).toEqual([])
  })
  return daemon
}
