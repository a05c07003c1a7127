import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { grokOnlineCsv } from '../../test/fixtures/online-csv.js'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { createRunDirectory } from '../run/run-directory.js'
import { judgementSchema } from '../verdict/judgement.js'
import { printedReport } from './print-report.js'
import { writeReport } from './write-report.js'

let output: string
let directory: string

beforeEach(async () => {
  output = await mkdtemp(join(tmpdir(), 'prbench-printed-'))
  directory = join(output, 'pr1234')
  const plan = await createRunDirectory(demoPlan({ runDirectory: directory }))
  await writeReport(demoRecord({ plan }), 'finished')
})

afterEach(async () => {
  await rm(output, { recursive: true, force: true })
})

describe('printedReport', () => {
  it.each([
    ['md', 'comparison_report.md'],
    ['html', 'comparison_report.html'],
  ] as const)('as %s is the file in the run directory', async (format, file) => {
    const printed = await printedReport(directory, format, undefined)

    expect(printed).toBe(await readFile(join(directory, file), 'utf8'))
  })

  it.each([
    ['terminal', /^Some results are missing\n/],
    ['comment', /Some results are missing/],
    ['summary', /^# Pull request 1234/],
  ] as const)('as %s begins with what was found', async (format, beginning) => {
    expect(await printedReport(directory, format, undefined)).toMatch(beginning)
  })

  it('judges again by another threshold, and leaves the directory as it is', async () => {
    const files = await readdir(directory, { recursive: true })
    const before = await readFile(join(directory, 'results.json'), 'utf8')
    const marked = (text: string) =>
      judgementSchema.parse(JSON.parse(text)).stages.map(({ verdict }) => verdict)

    const usual = await printedReport(directory, 'json', undefined)
    const wide = await printedReport(directory, 'json', 0.2)

    expect(marked(usual)).toEqual(['missing', 'improvement'])
    expect(marked(wide)).toEqual(['missing', 'slightly-faster'])
    expect(await readdir(directory, { recursive: true })).toEqual(files)
    expect(await readFile(join(directory, 'results.json'), 'utf8')).toBe(before)
  })

  describe('of a directory of the historical tool', () => {
    beforeEach(async () => {
      directory = join(output, 'pr7_20250120_143022')
      for (const arm of ['main', 'pr']) {
        const folder = join(directory, arm, 'online', 'GROK1', `${arm}_GROK1_MOE-I4F8_online`)
        await mkdir(folder, { recursive: true })
        const text = arm === 'pr' ? grokOnlineCsv.replaceAll('90.50', '84.00') : grokOnlineCsv
        await writeFile(join(folder, `${arm}_GROK1_MOE-I4F8_online.csv`), text)
      }
    })

    it('is judged by another threshold, too', async () => {
      expect(await printedReport(directory, 'md', undefined)).toContain('| 90.50 | 84.00 | **+7.7%** 🟢 |')
      expect(await printedReport(directory, 'md', 0.1)).toContain('| 90.50 | 84.00 | +7.7% |')
    })

    it('is no comment', async () => {
      await expect(printedReport(directory, 'comment', undefined)).rejects.toThrow(RunDirectoryUnusable)
    })
  })
})
