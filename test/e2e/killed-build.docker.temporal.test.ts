import { randomUUID } from 'node:crypto'
import { appendFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

/** A branch whose image takes some seconds to build. Gives the repository. */
async function repositoryWithSlowBuild(): Promise<string> {
  const repository = await bench.copyRepository()
  const tree = join(bench.folder(), 'tree')
  const git = (args: readonly string[]) =>
    execa('git', ['-c', 'user.name=Test', '-c', 'user.email=test@test.invalid', '-C', tree, ...args])
  await execa('git', ['clone', '--quiet', repository, tree])
  await git(['checkout', '--quiet', '-b', 'slow-build'])
  await appendFile(join(tree, 'docker/rocm.Dockerfile'), `\nRUN echo begun; sleep 6; echo ${randomUUID()}\n`)
  await git(['commit', '--quiet', '--all', '--message', 'Build slowly'])
  await git(['push', '--quiet', 'origin', 'slow-build'])
  return repository
}

describe('a worker that is killed in an image build', () => {
  it('leaves nothing that the next one does not remove or use', async () => {
    const repository = await repositoryWithSlowBuild()
    const worker = await bench.startWorker()
    const ofRepository = [`prbench.image-of=${bench.own(repository)}`]
    const client = bench.startPrbench([
      ...['compare', '--repo', repository, '--base', 'main', '--head', 'slow-build', '--models', 'tiny'],
      ...['--recipe', bench.recipeFile('tiny'), '--output-dir', bench.outputFolder(), '--host', bench.host()],
      ...['--pairs', '1', '--json'],
    ])
    const buildLog = async () => {
      const [name = ''] = await readdir(bench.outputFolder())
      return readFile(join(bench.outputFolder(), name, 'build_pr.log'), 'utf8')
    }
    await until('the build was in its middle', async () => / begun$/m.test(await buildLog()))

    worker.signal('SIGKILL')
    await worker.ended
    await bench.startWorker()
    const { exitCode } = await client.ended

    expect(exitCode).toBe(0)
    expect((await bench.run()).record.images.map(({ built }) => built)).toContain(true)
    const filters = { dangling: ['true'], label: ofRepository }
    expect(await bench.engine.docker.listImages({ filters })).toEqual([])
    const files = await readdir(join(bench.stateFolder(), 'mirrors'), { recursive: true })
    expect(files.filter((file) => file.endsWith('.lock') || file.includes('.new-'))).toEqual([])
    // The log of the attempt that was killed stays above that of the one that built.
    expect((await buildLog()).match(/ begun$/gm)?.length).toBeGreaterThanOrEqual(2)
  })
})
