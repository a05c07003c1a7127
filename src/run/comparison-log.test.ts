import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { appendToComparisonLog, logLine } from './comparison-log.js'

const time = new Date('2026-11-24T10:00:00Z')

it('writes a time and a text a line', () => {
  expect(logLine(time, 'pair 2 of grok/offline')).toBe('2026-11-24T10:00:00.000Z pair 2 of grok/offline\n')
})

it('keeps a text that holds line breaks or terminal controls on one plain line', () => {
  const line = logLine(time, 'failed:\r\n2026-11-24T10:00:00.000Z forged\u001b[2J\n')

  expect(line).toBe('2026-11-24T10:00:00.000Z failed: 2026-11-24T10:00:00.000Z forged [2J\n')
})

it('appends, also when many write at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prbench-log-'))
  const texts = Array.from({ length: 40 }, (_, index) => `line ${index}`)

  await Promise.all(texts.map((text) => appendToComparisonLog(folder, text, time)))
  const written = await readFile(join(folder, 'comparison.log'), 'utf8')
  await rm(folder, { recursive: true })

  expect(written.trimEnd().split('\n').sort()).toEqual(
    texts.map((text) => logLine(time, text).trimEnd()).sort(),
  )
})
