import { access, appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { changedRecipe } from './changed-recipe.js'

const bench = useBench()

/** A copy of the repository whose pull request 7 has another Dockerfile. Gives it. */
async function repositoryWith(change: (file: string) => Promise<void>): Promise<string> {
  const repository = await bench.copyRepository()
  const tree = join(bench.folder(), 'tree')
  const git = async (args: readonly string[]) =>
    (await execa('git', ['-c', 'user.name=Test', '-c', 'user.email=test@test.invalid', '-C', tree, ...args]))
      .stdout
  await execa('git', ['clone', '--quiet', repository, tree])
  await git(['fetch', '--quiet', 'origin', 'refs/pull/7/merge'])
  await git(['checkout', '--quiet', 'FETCH_HEAD'])
  await change(join(tree, 'docker/rocm.Dockerfile'))
  const [main = '', head = ''] = (await git(['log', '-1', '--format=%P'])).split(' ')
  await git(['commit', '--quiet', '--all', '--message', 'Change the Dockerfile'])
  const treeOf = await git(['rev-parse', 'HEAD^{tree}'])
  const merge = await git(['commit-tree', '-m', 'Merge', '-p', main, '-p', head, treeOf])
  await git(['push', '--quiet', '--force', 'origin', `${merge}:refs/pull/7/merge`])
  return repository
}

describe('the images of a comparison', () => {
  it('are one and a layer on it where only Python files change; the report and the plan say so', async () => {
    await bench.startWorker()
    const args = bench.compareArguments(7, 'tiny')

    const { exitCode } = await bench.prbench(args)
    const plan = await bench.prbench(['plan', ...args.slice(1).filter((word) => word !== '--json')])

    const { record, read } = await bench.run()
    expect(exitCode).toBe(0)
    expect(record.plan.images.pr.way).toEqual({ kind: 'overlay', written: 1, removed: 0 })
    const [main, pr] = await Promise.all(
      record.images.map(({ id }) => bench.engine.docker.getImage(id).inspect()),
    )
    expect(pr?.RootFS.Layers).toEqual([...(main?.RootFS.Layers ?? []), expect.any(String)])
    const report = await read('comparison_report.md')
    expect(report).toContain('one more layer: 1 Python file written. Every other byte is the same in both.')
    expect(report).toMatch(/\d+ Python files proven to be the commit/)
    expect(plan.stdout).toContain('one more layer: 1 Python file written')
  })

  it('are both built where --build full asks for it', async () => {
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'tiny', ['--build', 'full']))

    const { record, read } = await bench.run()
    expect(exitCode).toBe(0)
    expect(record.plan.images.pr.way).toMatchObject({ kind: 'full', because: 'asked' })
    expect(await read('comparison_report.md')).toContain('as --build full asks')
    expect(await read('build_pr.log')).toContain('compileall')
  })

  it('are on what the Dockerfile of main names where the recipe insists on nothing', async () => {
    const { compareArguments } = await changedRecipe(bench, 'tiny', (text) =>
      text.replace(/^image: .*$/m, 'image: {}'),
    )
    await bench.startWorker()

    const { exitCode } = await bench.prbench(compareArguments(7))

    const { record } = await bench.run()
    expect(exitCode).toBe(0)
    expect(record.plan.images).toMatchObject({
      main: { baseImage: 'prbench/demo-base:rocm630' },
      baseFrom: 'main',
    })
  })
})

describe('a Dockerfile that cannot be built as it is', () => {
  it('is refused before anything is built where it takes the engine from somewhere else', async () => {
    const repository = await repositoryWith(async (file) => {
      const text = await readFile(file, 'utf8')
      const cloning = 'RUN git clone https://github.com/sgl-project/sglang.git /sgl-workspace/sglang'
      await writeFile(file, text.replace(/^COPY .*$/m, cloning).replace(/^ARG BRANCH_TYPE.*$/m, ''))
    })
    await bench.startWorker()
    const args = bench.compareArguments(7, 'tiny', ['--repo', repository])

    const compare = await bench.prbench(args)
    const plan = await bench.prbench(['plan', ...args.slice(1).filter((word) => word !== '--json')])

    for (const { exitCode, stderr } of [compare, plan]) {
      expect([exitCode, stderr]).toEqual([2, stderr])
      expect(stderr).toMatch(
        /\(pr\) takes SGLang from somewhere else \(https:\/\/github\.com\/sgl-project\/sglang\.git\)/,
      )
    }
    await expect(access(bench.outputFolder())).rejects.toThrow('ENOENT')
  })

  it('is planned, and refused before anything is built, where the Engine is too old for heredocs', async ({
    skip,
  }) => {
    const { majorVersion } = await bench.engine.check()
    skip(majorVersion >= 23, 'this Engine knows heredocs')
    const repository = await repositoryWith((file) =>
      appendFile(file, '\nRUN <<EOF\necho from a heredoc\nEOF\n'),
    )
    await bench.startWorker()
    const args = bench.compareArguments(7, 'tiny', ['--repo', repository])

    const plan = await bench.prbench(['plan', ...args.slice(1).filter((word) => word !== '--json')])
    const compare = await bench.prbench(args)

    const sentence = /the Dockerfile of pr has heredocs, which need Docker Engine 23 or newer/
    expect([plan.exitCode, plan.stdout]).toEqual([0, expect.stringMatching(sentence)])
    expect([compare.exitCode, compare.stderr]).toEqual([2, expect.stringMatching(sentence)])
    await expect(access(bench.outputFolder())).rejects.toThrow('ENOENT')
  })
})
