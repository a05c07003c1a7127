import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeSamples } from '../../verdict/make-samples.fixture.js'
import { writeSamplesCsv } from '../../run/samples-csv.js'
import { useVerdictCommand } from './verdict-command.fixture.js'

const command = useVerdictCommand()

/** A host's file with one calibration, of that mode. Gives its path. */
async function calibrationOf(model: string, mode: string): Promise<string> {
  const file = join(command.folder, 'host.json')
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

    await command.run(quiet, { ...flags, calibration })

    expect(command.printed).toContain(
      `judged with the calibration ${calibration} (host-a, mode dummy): grok/offline prefill`,
    )
  })

  it('says that a calibration of another host is not used', async () => {
    const calibration = await calibrationOf('grok', 'normal')
    const elsewhere = makeSamples({ pairs: 4 }).map((sample) => ({ ...sample, host: 'host-b' }))

    await command.run(writeSamplesCsv(elsewhere), { calibration })

    expect(command.printed).toContain('is not used: it is from host-a, these samples from host-b')
  })

  it('says that a stale calibration is not used', async () => {
    const calibration = await calibrationOf('grok', 'normal')

    await command.run(writeSamplesCsv(makeSamples({ pairs: 6, launchSd: 0.1 })), { calibration })

    expect(command.printed).toContain('is not used; stale, and not used: grok/offline prefill_latency')
  })

  it('claims of no stale calibration that it was used, however many metrics there are', async () => {
    const metrics = Array.from({ length: 25 }, (_, index) => ({
      metric: `metric ${index + 1}`,
      unit: 's',
      better: 'lower' as const,
      level: 1,
    }))
    const loud = makeSamples({ pairs: 6, launchSd: 0.1, benchmarkType: 'own', metrics })
    const calibration = join(command.folder, 'quiet.csv')
    await writeFile(calibration, writeSamplesCsv(makeSamples({ pairs: 8, benchmarkType: 'own', metrics })))

    await command.run(writeSamplesCsv(loud), { calibration })

    expect(command.printed).toContain(
      `the calibration ${calibration} is not used; stale, and not used: grok/own metric 1`,
    )
    expect(command.printed).not.toContain('judged with')
  })

  it('says that a calibration is not used for a single pair', async () => {
    const calibration = await calibrationOf('grok', 'normal')

    await command.run(writeSamplesCsv(makeSamples({ pairs: 1 })), { calibration, pairs: '1' })

    expect(command.printed).toContain('is not used; not used with fewer than two valid pairs: grok/offline')
  })

  it('says that a calibration of other stages is not used', async () => {
    const calibration = await calibrationOf('deepseek', 'normal')

    await command.run(quiet, { calibration })

    expect(command.printed).toContain(
      `the calibration ${calibration} (host-a, mode normal) is not used: it knows no model`,
    )
  })
})
