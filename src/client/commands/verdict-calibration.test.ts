import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import { writeSamplesCsv } from '../../run/samples-csv.js'
import { verdict, type VerdictFlags } from './verdict.js'

let folder = ''
let printed = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-verdict-'))
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command on a file of that content. Gives the exit code. */
async function run(content: string, flags: Partial<VerdictFlags> = {}): Promise<number> {
  const file = join(folder, 'samples.csv')
  await writeFile(file, content)
  return verdict(file, { failOn: 'incomplete', ...flags })
}

/** A host's file with one calibration, of that mode. Gives its path. */
async function calibrationOf(model: string, mode: string): Promise<string> {
  const file = join(folder, 'host.json')
  const metrics = [{ metric: 'prefill_latency', variance: 0.00003, df: 9, launch: 0.004, within: 0.003 }]
  const disturbed = { main: 0, pr: 0 }
  const stages = [{ model, benchmarkType: 'offline', pairs: 8, launches: 8, disturbed, metrics }]
  const calibration = {
    run: 'run-1',
    date: '2025-01-20T00:00:00Z',
    commit: 'abc',
    image: { tag: 'tag', id: 'id' },
    mode,
    threshold: 0.05,
    stages,
    falseAlarms: { reports: 1, words: 0, marks: 0, singlePairs: 8, singleMarks: 0 },
  }
  await writeFile(file, JSON.stringify({ schema: 1, host: 'host-a', calibrations: [calibration] }))
  return file
}

const quiet = writeSamplesCsv(makeSamples({ pairs: 4 }))

describe('prbench verdict with --calibration', () => {
  it.each([
    ['text', {}],
    ['Markdown', { markdown: true }],
  ])('says in %s that a calibration was used, of whatever mode', async (_, flags) => {
    const calibration = await calibrationOf('grok', 'dummy')

    await run(quiet, { ...flags, calibration })

    expect(printed).toContain(
      `judged with the calibration ${calibration} (host-a, mode dummy): grok/offline prefill`,
    )
  })

  it('says that a calibration of another host is not used', async () => {
    const calibration = await calibrationOf('grok', 'normal')
    const elsewhere = makeSamples({ pairs: 4 }).map((sample) => ({ ...sample, host: 'host-b' }))

    await run(writeSamplesCsv(elsewhere), { calibration })

    expect(printed).toContain('is not used: it is from host-a, these samples from host-b')
  })

  it('says that a stale calibration is not used', async () => {
    const calibration = await calibrationOf('grok', 'normal')

    await run(writeSamplesCsv(makeSamples({ pairs: 6, launchSd: 0.1 })), { calibration })

    expect(printed).toContain('is not used; stale, and not used: grok/offline prefill_latency')
  })

  it('claims of no stale calibration that it was used, however many metrics there are', async () => {
    const metrics = Array.from({ length: 25 }, (_, index) => ({
      metric: `metric ${index + 1}`,
      unit: 's',
      better: 'lower' as const,
      level: 1,
    }))
    const loud = makeSamples({ pairs: 6, launchSd: 0.1, benchmarkType: 'own', metrics })
    const calibration = join(folder, 'quiet.csv')
    await writeFile(calibration, writeSamplesCsv(makeSamples({ pairs: 8, benchmarkType: 'own', metrics })))

    await run(writeSamplesCsv(loud), { calibration })

    expect(printed).toContain(
      `the calibration ${calibration} is not used; stale, and not used: grok/own metric 1`,
    )
    expect(printed).not.toContain('judged with')
  })

  it('says that a calibration is not used for a single pair', async () => {
    const calibration = await calibrationOf('grok', 'normal')

    await run(writeSamplesCsv(makeSamples({ pairs: 1 })), { calibration, pairs: '1' })

    expect(printed).toContain('is not used; not used with fewer than two valid pairs: grok/offline')
  })

  it('says that a calibration of other stages is not used', async () => {
    const calibration = await calibrationOf('deepseek', 'normal')

    await run(quiet, { calibration })

    expect(printed).toContain(
      `the calibration ${calibration} (host-a, mode normal) is not used: it knows no model`,
    )
  })
})
