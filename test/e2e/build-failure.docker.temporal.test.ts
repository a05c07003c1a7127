import { WorkflowFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { readUses } from '../../src/host/cleaning/image-uses.js'
import { useBench } from './bench.js'
import { eventsIn } from './program.js'

const bench = useBench()
const brokenPullRequest = 8
const compilerError = 'error: the compiler of the demo kernels was not found'

describe('a pull request whose image does not build', () => {
  it('ends with a report that shows the end of the build, and measures nothing', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()

    const { exitCode, stdout } = await bench.prbench(bench.compareArguments(brokenPullRequest, 'tiny'))

    expect(exitCode).toBe(4)
    expect(eventsIn(stdout).at(-1)).toMatchObject({ event: 'ended', ending: 'build-failed', exitCode: 4 })
    const { record, read } = await bench.run()
    expect(record).toMatchObject({ ending: 'build-failed', pairs: [], outcome: { complete: false } })
    const report = await read('comparison_report.md')
    expect(report).toContain('an image did not build')
    expect(report).toContain(compilerError)
    expect(await read('comparison_report.html')).toContain(compilerError)
    expect(await read('build_pr.log')).toContain(compilerError)
    expect(recorder.starts()).toEqual([])
    // So that prbench clean knows the build cache that it has left.
    const [failed] = (await readUses(bench.stateFolder())).filter(({ imageId }) => imageId === undefined)
    expect(failed?.build).toBeDefined()

    const failure: unknown = await bench
      .client()
      .workflow.getHandle(bench.comparison(brokenPullRequest))
      .result()
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(WorkflowFailedError)
    const cause = failure instanceof WorkflowFailedError ? failure.cause : undefined
    expect(cause).toBeInstanceOf(ApplicationFailure)
    expect(cause).toMatchObject({ type: 'BuildFailed' })
    expect(cause?.message).toContain(compilerError)
  })
})
