import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

const git = async (repository: string, args: readonly string[]) =>
  (await execa('git', ['--git-dir', repository, ...args])).stdout

/** Pull request 7 gets the commits of pull request 11, as if its author had pushed. */
async function push(repository: string): Promise<void> {
  for (const ref of ['head', 'merge']) {
    await git(repository, ['update-ref', `refs/pull/7/${ref}`, `refs/pull/11/${ref}`])
  }
}

describe('a pull request that gets a new commit while it is compared', () => {
  it('is measured as it was, a second comparison is refused, and one that supersedes takes over', async () => {
    const repository = await bench.copyRepository()
    const before = await git(repository, ['rev-parse', 'refs/pull/7/merge'])
    const after = await git(repository, ['rev-parse', 'refs/pull/11/merge'])
    await bench.recordStarts()
    await bench.startWorker()
    const first = bench.startPrbench(bench.compareArguments(7, 'slow', ['--repo', repository]))
    await bench.hold()
    await push(repository)

    const refused = await bench.prbench(bench.compareArguments(7, 'slow', ['--repo', repository]))
    const second = await bench.prbench(
      bench.compareArguments(7, 'tiny', ['--repo', repository, '--supersede']),
    )

    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toMatch(/^prbench: compare\/\S+ is already running for commit .*--supersede.*\n$/)
    expect((await first.ended).exitCode).toBe(130)
    expect(second.exitCode).toBe(0)
    const [cancelled, finished] = (await bench.runs()).map(({ record }) => record)
    expect(cancelled).toMatchObject({ ending: 'cancelled', plan: { source: { head: { sha: before } } } })
    expect(finished).toMatchObject({ ending: 'finished', plan: { source: { head: { sha: after } } } })
  })

  it('is measured as it was when it started', async () => {
    const repository = await bench.copyRepository()
    const before = await git(repository, ['rev-parse', 'refs/pull/7/merge'])
    const recorder = await bench.recordStarts()
    await bench.startWorker()
    const compare = bench.startPrbench(bench.compareArguments(7, 'tiny', ['--repo', repository]))
    await until('it measured', () => recorder.starts().length > 0)

    await push(repository)
    const { exitCode } = await compare.ended

    expect(exitCode).toBe(0)
    const { record } = await bench.run()
    expect(record.plan.source.head.sha).toBe(before)
    // Behind it stands a hash of the repository where another one has an image of that name.
    expect(record.images[1]?.tag).toMatch(new RegExp(`^pull-7-merge-${before.slice(0, 7)}-rocm630`))
  })
})
