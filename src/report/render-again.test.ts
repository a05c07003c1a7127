import { chmod, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../test/fixtures/record.js'
import type { Plan } from '../comparison/plan.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { updateRecord } from '../run/record-file.js'
import { createRunDirectory } from '../run/run-directory.js'
import { renderAgain } from './render-again.js'
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
