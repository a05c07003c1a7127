import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../../test/fixtures/record.js'
import { createRunDirectory } from '../../run/run-directory.js'
import { saveRecord } from '../../run/record-file.js'
import { listRuns, type ListedRun } from '../listed-runs.js'
import { describeRuns } from './list.js'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-list-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Writes a run that ended with that verdict. */
async function runOf(name: string, createdAt: string, verdict: string): Promise<string> {
  const plan = await createRunDirectory(demoPlan({ runDirectory: join(folder, name), run: name, createdAt }))
  const { runDirectory, comparison } = plan
  const outcome = {
    comparison,
    verdict,
    runDirectory,
    ending: 'finished' as const,
    complete: true,
    lines: [],
    report: '',
  }
  const record = demoRecord({ plan, pairs: 1 })
  const pairs = record.pairs.map((pair) => ({
    ...pair,
    launches: pair.launches.map((launch) => ({
      ...launch,
      startedAt: '2026-11-24T10:00:00Z',
      finishedAt: '2026-11-24T10:15:00Z',
    })),
  }))
  await saveRecord({ ...record, pairs, ending: 'finished', outcome }, runDirectory)
  return runDirectory
}

describe('prbench list', () => {
  it('lists the runs of a folder, the newest first, with what they found and cost', async () => {
    const older = await runOf('old', '2026-11-23T08:00:00Z', 'no-change')
    const newer = await runOf('new', '2026-11-24T09:30:00Z', 'regression')

    const { runs, left } = await listRuns(undefined, folder, 20)

    expect(left).toBe(0)
    expect(runs).toMatchObject([
      { state: 'finished', verdict: 'regression', directory: newer, hosts: ['mi300x-01'] },
      { state: 'finished', verdict: 'no-change', directory: older },
    ])
    // Two stages of one pair: four launches of a quarter of an hour on eight GPUs.
    expect(runs[0]?.gpuHours).toBeCloseTo(8)
    expect(runs[0]?.title).toBe('Pull request 1234: Fuse decode kernels | `fast`')
  })

  it('says how many it leaves out, and never lists more than was asked for', async () => {
    await runOf('a', '2026-11-23T08:00:00Z', 'no-change')
    await runOf('b', '2026-11-24T08:00:00Z', 'no-change')

    const { runs, left } = await listRuns(undefined, folder, 1)

    expect([runs.length, left]).toEqual([1, 1])
  })

  it('is empty where there is no such folder', async () => {
    const found = await listRuns(undefined, join(folder, 'none'), 20)

    expect(found).toEqual({ runs: [], left: 0 })
  })

  it.each([60, 80, 200])('keeps each id and directory whole in %d columns', (columns) => {
    const run: ListedRun = {
      comparison: 'compare/sgl-project/sglang/1234',
      run: 'x',
      state: 'finished',
      verdict: 'improvement',
      title: 'Pull request 1234: Fuse \u001b[31mdecode\u202e kernels',
      startedAt: '2026-11-24T09:30:00Z',
      hosts: ['mi300x-01', 'mi300x-02'],
      gpuHours: 3.21,
      directory: '/data/comparison_results/pr1234_20261124_093000',
    }

    const text = describeRuns({ runs: [run], left: 3 }, folder, { columns, colours: false })

    expect(text.split(/\s+/)).toEqual(
      expect.arrayContaining([run.comparison, run.directory, 'improvement', '3.2']),
    )
    expect(text).toContain('3 older ones: prbench list --all')
    expect(text).not.toMatch(/[\u001b\u202e]/)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns)
  })

  it('says of a comparison that has no verdict what became of it', () => {
    const run: ListedRun = {
      comparison: 'compare/o/r/7',
      run: 'x',
      state: 'cancelled',
      verdict: 'none',
      startedAt: '2026-11-24T09:30:00Z',
      hosts: [],
    }

    const text = describeRuns({ runs: [run], left: 0 }, folder, { columns: 100, colours: true })

    expect(text).toContain('\u001b[33m  cancelled')
  })
})
