import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logSize, LogBlock } from './stage-log.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stage-log-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function writeBlock(path: string, offset: number, lines: readonly string[]): Promise<void> {
  const block = await LogBlock.open(path, offset)
  for (const line of lines) await block.write(line)
  await block.close()
}

describe('LogBlock', () => {
  it('appends blocks, one after the other', async () => {
    const path = join(folder, 'main', 'grok_offline.log')

    await writeBlock(path, await logSize(path), ['one', 'two'])
    await writeBlock(path, await logSize(path), ['three'])

    expect(await readFile(path, 'utf8')).toBe('one\ntwo\nthree\n')
  })

  it('loses no line and doubles none, wherever the writer before was killed', async () => {
    const lines = ['===== launch =====', 'Prefill. latency: 0.1 s', 'ünïcödé', 'done']
    const whole = `before\n${lines.join('\n')}\n`
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 7, max: Buffer.byteLength(whole) }), async (killedAt) => {
        const path = join(folder, 'killed.log')
        await rm(path, { force: true })
        await writeBlock(path, 0, ['before'])
        const offset = await logSize(path)
        await writeBlock(path, offset, lines)
        await truncate(path, killedAt)

        await writeBlock(path, offset, lines)

        expect(await readFile(path, 'utf8')).toBe(whole)
      }),
      { numRuns: 30 },
    )
  })

  it('cuts a line at 8 KB, and says so', async () => {
    const path = join(folder, 'long.log')

    await writeBlock(path, 0, ['x'.repeat(20_000), 'after'])

    expect(await readFile(path, 'utf8')).toBe(`${'x'.repeat(8192)}…[+11808 bytes]\nafter\n`)
  })

  it('begins anew, without a hole, where somebody deleted the log', async () => {
    const path = join(folder, 'deleted.log')

    await writeBlock(path, 4096, ['line'])

    expect(await readFile(path, 'utf8')).toBe('line\n')
  })
})
