import { describe, expect, it } from 'vitest'
import { execa } from 'execa'
import { useBench } from './bench.js'

const bench = useBench()

const revision = async (name: string) =>
  (await execa('git', ['--git-dir', bench.repository(), 'rev-parse', name])).stdout

const mergeBase = async (pullRequest: number) =>
  (
    await execa('git', [
      ...['--git-dir', bench.repository()],
      ...['merge-base', 'main', `refs/pull/${pullRequest}/head`],
    ])
  ).stdout

describe('a pull request without a merge commit that counts', () => {
  it.each([
    [9, 'in conflict with main', 'conflicts with main, so it has no merge commit'],
    [10, 'whose merge ref is of an earlier head', 'still belonged to an earlier head'],
  ])('measures the head of %i, %s, against the merge base and says so', async (pullRequest, _what, note) => {
    const head = await revision(`refs/pull/${pullRequest}/head`)
    const base = await mergeBase(pullRequest)
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(pullRequest, 'tiny'))

    expect(exitCode).toBe(0)
    const { record, read } = await bench.run()
    expect(record.plan.source).toMatchObject({
      mode: 'head-against-merge-base',
      base: { sha: base },
      head: { sha: head },
    })
    expect(await read('comparison_report.md')).toContain(note)
    expect(await read('comparison.log')).toContain(note)
  })
})
