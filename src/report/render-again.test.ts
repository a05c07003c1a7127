import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { grokOnlineCsv } from '../../test/fixtures/online-csv.js'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { Plan } from '../comparison/plan.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { updateRecord } from '../run/record-file.js'
import { createRunDirectory } from '../run/run-directory.js'
import { renderAgain, renderFolders } from './render-again.js'
import { writeReport } from './write-report.js'

let output: string
let plan: Plan

beforeEach(async () => {
  output = await mkdtemp(join(tmpdir(), 'prbench-again-'))
  plan = await createRunDirectory(demoPlan({ runDirectory: join(output, 'pr1234') }))
})

afterEach(async () => {
  await rm(output, { recursive: true, force: true })
})

describe('renderAgain', () => {
  it('makes the same report from results.json alone, where the directory lies now', async () => {
    const outcome = await writeReport(demoRecord({ plan }), 'finished')
    const before = await readFile(outcome.report, 'utf8')
    const moved = join(output, 'moved')
    await rename(plan.runDirectory, moved)
    for (const name of await readdir(moved))
      if (name !== 'results.json') await rm(join(moved, name), { recursive: true })

    const again = await renderAgain(moved)

    expect(again.report).toBe(join(moved, 'comparison_report.html'))
    expect(again.lines).toEqual(outcome.lines)
    expect(await readFile(again.report, 'utf8')).toBe(before)
    expect(await readdir(moved)).toEqual(
      expect.arrayContaining(['main', 'pr', 'samples.csv', 'comparison_report.md']),
    )
  })

  it('says so where this user may not write into the directory', async () => {
    await writeReport(demoRecord({ plan }), 'finished')
    await chmod(output, 0o755)
    await chmod(plan.runDirectory, 0o555)
    const user = process.geteuid?.()
    // To root nothing is refused.
    if (user === 0) process.seteuid?.('nobody')
    const rendering = renderAgain(plan.runDirectory).finally(() => {
      if (user === 0) process.seteuid?.(0)
    })

    await expect(rendering).rejects.toThrow(RunDirectoryUnusable)
    await expect(rendering).rejects.toThrow('Render a copy that you may write.')
    await chmod(plan.runDirectory, 0o755)
  })

  it('shows a run that is not over as it is, and leaves its record alone', async () => {
    await updateRecord(plan, (record) => ({ ...record, pairs: demoRecord({ plan, pairs: 1 }).pairs }))
    const before = await readFile(join(plan.runDirectory, 'results.json'), 'utf8')

    const { report } = await renderAgain(plan.runDirectory)

    expect(await readFile(report, 'utf8')).toContain('The comparison is still running')
    expect(await readFile(join(plan.runDirectory, 'results.json'), 'utf8')).toBe(before)
  })

  it('refuses a directory with no results in it', async () => {
    await expect(renderAgain(plan.runDirectory)).rejects.toMatchObject({ name: 'RunDirectoryUnusable' })
  })
})

describe('renderFolders', () => {
  /** A night of the historical tool. Gives its folder. */
  async function night(path: string, text: string): Promise<string> {
    const folder = join(output, path)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'v1_GROK1_MOE-I4F8_online.csv'), text)
    return folder
  }

  it('compares two folders of images, and says where they were not measured alike', async () => {
    const main = await night('one/v1_online', grokOnlineCsv)
    const pr = await night(
      'two/v2_online',
      grokOnlineCsv.replaceAll('90.50', '60.00').replaceAll('node-17', 'node-b'),
    )

    const { lines, report } = await renderFolders({ main, pr }, join(output, 'results'))

    expect(report).toBe(join(output, 'results', 'v1_online..v2_online', 'comparison_report.html'))
    expect(lines[0]).toMatch(/^grok\/online {3}/)
    expect(lines.at(-1)).toBe('grok/online: the arms differ. main: node-17; pr: node-b.')
    expect(await readFile(report.replace('.html', '.md'), 'utf8')).toContain(
      '| request rate 1 | Median TTFT | 90.50 | 60.00 | **+50.8%** 🟢 |',
    )
    expect(await readdir(main)).toHaveLength(1)
  })

  it('takes folders with those of models and types in them, too', async () => {
    await night('one/online/GROK1/v1', grokOnlineCsv)
    await night('two/GROK1/v2', grokOnlineCsv)

    const { lines } = await renderFolders(
      { main: join(output, 'one'), pr: join(output, 'two') },
      join(output, 'results'),
    )

    expect(lines).toEqual([expect.stringMatching(/^grok\/online .*TTFT 0\.0 %/)])
  })

  it('refuses a folder without results of an arm', async () => {
    const main = await night('one', grokOnlineCsv)

    const rendering = renderFolders({ main, pr: plan.runDirectory }, join(output, 'results'))

    await expect(rendering).rejects.toThrow(RunDirectoryUnusable)
    await expect(renderFolders({ main, pr: join(output, 'none') }, output)).rejects.toThrow(
      'no such directory',
    )
  })

  it('refuses folders that have nothing in common, and says what each has', async () => {
    await night('one/online/GROK1/v1', grokOnlineCsv)
    await night('two/online/LLAMA/v1', grokOnlineCsv)

    const rendering = renderFolders(
      { main: join(output, 'one'), pr: join(output, 'two') },
      join(output, 'results'),
    )

    await expect(rendering).rejects.toThrow(/it has LLAMA\/online, and .* has GROK1\/online: nothing/)
  })
})
