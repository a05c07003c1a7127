import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccuracyRun } from '../comparison/launch.js'
import type { AccuracyTest } from '../engines/engine.js'
import { LaunchSpool } from '../run/launch-spool.js'
import { measureAccuracy } from './measure-accuracy.js'
import type { Server } from './server.js'
import type { ServerSession } from './launch-session.js'

const test: AccuracyTest = {
  name: 'GSM8K',
  repeats: 2,
  client: () => Promise.resolve({ kind: 'no-evaluator' }),
}
const ended = { hasEnded: () => true } as Server

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-accuracy-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** What becomes of an accuracy test whose runs were all saved by a worker that was killed after them. */
async function takenUp(runs: readonly AccuracyRun[]) {
  const pair = { run: 'r', stage: { name: 'grok/online' }, generation: 1, pair: 1, attempt: 1 }
  const spool = await LaunchSpool.open(folder, pair, 'pr')
  for (const [index, run] of runs.entries()) await spool.saveAccuracy(index + 1, run)
  const session = { launch: { spool } } as unknown as ServerSession
  return measureAccuracy(session, ended, test)
}

describe('an accuracy test that is taken up after its last run', () => {
  it('knows that the server ended in it', async () => {
    const missing: AccuracyRun = { accuracy: null, reason: { kind: 'server-ended' } }

    expect(await takenUp([{ accuracy: 0.9, reason: null }, missing])).toBe('ended')
  })

  it('is finished where each run gave an accuracy', async () => {
    const run = { accuracy: 0.9, reason: null }

    expect(await takenUp([run, run])).toBe('finished')
  })
})
