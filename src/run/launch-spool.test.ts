import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseResult } from '../comparison/launch.js'
import { LaunchSpool, removeRunSpool } from './launch-spool.js'

const pair = { run: 'run-1', stage: { name: 'grok/offline' }, generation: 1, pair: 1, attempt: 1 }
const result = (name: string): CaseResult => ({
  case: name,
  values: { e2e_latency: 1 },
  reason: null,
  repeats: [],
})

let folder: string
let spool: LaunchSpool

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-spool-'))
  spool = await LaunchSpool.open(folder, pair, 'main')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Writes into the file of the case that was saved first. */
async function spoil(bytes: string | Uint8Array): Promise<void> {
  const [name = ''] = (await readdir(spool.folder)).filter((file) => file.startsWith('case-'))
  await writeFile(join(spool.folder, name), bytes)
}

describe('the files of a launch', () => {
  it('are read back as they were written', async () => {
    await spool.saveCase(result('a'))
    await spool.saveCase({ ...result('b'), values: null, reason: { kind: 'out-of-memory' } })

    const cases = await (await LaunchSpool.open(folder, pair, 'main')).finishedCases()

    expect(cases.get('a')).toEqual(result('a'))
    expect(cases.get('b')).toMatchObject({ values: null, reason: { kind: 'out-of-memory' } })
  })

  it.each([
    ['nothing', ''],
    ['half of it', '{"case": "a", "val'],
    ['NUL bytes', '\0'.repeat(300)],
    ['another kind of file', '{"offset": 3}'],
    [
      'a number that none can measure',
      '{"case":"a","values":{"e2e_latency":1e999},"reason":"","repeats":[]}',
    ],
  ])('count as not there with %s in them, and cost none of the others', async (_, text) => {
    await spool.saveCase(result('a'))
    await spoil(text)
    await spool.saveCase(result('b'))

    const cases = await spool.finishedCases()

    expect([...cases.keys()].filter((name) => name !== 'b')).toEqual([])
    expect(cases.get('b')).toEqual(result('b'))
  })

  it('make the reader throw nothing, whatever their bytes are', async () => {
    await spool.saveCase(result('a'))
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        await spoil(bytes)

        expect((await spool.finishedCases()).size).toBe(0)
      }),
      { numRuns: 50 },
    )
  })

  it('go with their run', async () => {
    await removeRunSpool(folder, pair.run)

    expect(await readdir(folder)).toEqual([])
  })
})
