import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Outcome } from '../comparison/outcome.js'
import { writeJobFiles } from './job-files.js'

let folder: string
let environment: { GITHUB_STEP_SUMMARY: string; GITHUB_OUTPUT: string }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-job-'))
  environment = { GITHUB_STEP_SUMMARY: join(folder, 'summary'), GITHUB_OUTPUT: join(folder, 'output') }
})
afterEach(() => rm(folder, { recursive: true }))

const outcome: Outcome = {
  comparison: 'compare/o/r/7',
  ending: 'finished',
  complete: true,
  verdict: 'regression',
  lines: ['grok/online   regression'],
  runDirectory: '/nowhere/pr7',
  report: '/nowhere/pr7/comparison_report.html',
}

describe('the files of a job', () => {
  it('get the lines of a comparison whose run directory is elsewhere, and outputs', async () => {
    await writeJobFiles({ ending: 'finished', outcome, exitCode: 3, problem: '' }, environment)

    const [summary, output] = await Promise.all([
      readFile(environment.GITHUB_STEP_SUMMARY, 'utf8'),
      readFile(environment.GITHUB_OUTPUT, 'utf8'),
    ])
    expect(summary).toContain('grok/online   regression')
    expect(outputs(output)).toEqual({
      ending: 'finished',
      verdict: 'regression',
      complete: 'true',
      'exit-code': '3',
      report: outcome.report,
      'run-directory': outcome.runDirectory,
    })
  })

  it('hold no value that ends itself and adds another', async () => {
    const report = '/x\nprbench\nverdict<<E\nno-change\nE'

    await writeJobFiles(
      { ending: 'finished', outcome: { ...outcome, report }, exitCode: 3, problem: '' },
      environment,
    )

    const read = outputs(await readFile(environment.GITHUB_OUTPUT, 'utf8'))
    expect(read.verdict).toBe('regression')
    expect(read.report).toBe(report)
  })

  it('stay below a mebibyte with what other commands of the step wrote', async () => {
    const before = 'x'.repeat(900_000)
    await writeFile(environment.GITHUB_STEP_SUMMARY, before)
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}`)

    await writeJobFiles(
      { ending: 'finished', outcome: { ...outcome, lines }, exitCode: 0, problem: '' },
      environment,
    )

    const summary = await readFile(environment.GITHUB_STEP_SUMMARY, 'utf8')
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024)
    expect(summary).toMatch(/more lines do not fit here. The whole report is in \/nowhere/)
  })

  it('are none outside a job', async () => {
    await writeJobFiles({ ending: 'failed', exitCode: 1, problem: 'it failed' }, {})

    await expect(readFile(environment.GITHUB_OUTPUT)).rejects.toThrow('ENOENT')
  })

  /** As GitHub reads them. */
  function outputs(text: string): Record<string, string> {
    return Object.fromEntries(
      [...text.matchAll(/^([a-z-]+)<<(.+)\n([\s\S]*?)\n\2\n/gm)].map(([, name = '', , value = '']) => [
        name,
        value,
      ]),
    )
  }
})
