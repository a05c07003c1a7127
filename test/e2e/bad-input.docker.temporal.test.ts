import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { processesOf } from './leftovers.js'

const bench = useBench({ server: 'none' })

/** A file of the test's folder. */
async function fileOf(name: string, text: string): Promise<string> {
  const file = join(bench.folder(), name)
  await writeFile(file, text)
  return file
}

/** Expects one sentence on standard error, exit code 2, and that nothing was written or started. */
async function expectRefusal(
  args: readonly string[],
  sentence: RegExp,
  environment?: NodeJS.ProcessEnv,
): Promise<void> {
  const { exitCode, stdout, stderr } = await bench.prbench(args, environment)

  expect(stderr).toMatch(/^prbench: [^\n]+\n$/)
  expect(stderr).toMatch(sentence)
  expect(stdout).toBe('')
  expect(exitCode).toBe(2)
  await expect(access(bench.outputFolder())).rejects.toThrow('ENOENT')
  await expect(access(join(bench.stateFolder(), 'server.json'))).rejects.toThrow('ENOENT')
  expect(processesOf(bench.folder())).toEqual([])
}

const compare = (...more: string[]) => bench.compareArguments(7, 'tiny', more)

describe('bad input', () => {
  it.each([
    ['no --pr', [], /--pr 1234/],
    ['a --pr that is no number', ['--pr', 'seven'], /--pr needs a whole number.*"seven"/],
    ['a --pr that is none', ['--pr', '0'], /--pr: /],
  ])('is refused: %s', async (_what, pullRequest, sentence) => {
    const rest = compare().filter((word, index, words) => word !== '--pr' && words[index - 1] !== '--pr')

    await expectRefusal([...rest, ...pullRequest], sentence)
  })

  it.each([
    ['an unknown model, with those that are known', ['--models', 'grokk'], /"grokk".*deepseek.*demo.*grok/],
    ['an unknown type', ['--benchmark-types', 'ofline'], /unknown benchmark type "ofline".*offline, online/],
    ['a repository that cannot be reached', ['--repo', 'https://127.0.0.1:1/no/where'], /127\.0\.0\.1/],
    ['a repository that is not there', ['--repo', '/no/such/repository'], /\/no\/such\/repository/],
    ['a pull request that does not exist', ['--pr', '4711'], /has no pull request 4711/],
    ['--skip-build without images', ['--skip-build'], /add --main-image and --pr-image/],
    [
      '--skip-build with images that are missing, each by its name',
      ['--skip-build', '--main-image', 'prbench-test/no-main:1', '--pr-image', 'prbench-test/no-pr:2'],
      /prbench-test\/no-main:1, prbench-test\/no-pr:2/,
    ],
  ])('is refused: %s', async (_what, more, sentence) => {
    await expectRefusal(compare(...more), sentence)
  })

  it('is refused: an output folder that cannot be written', async () => {
    const file = await fileOf('a-file', '')

    await expectRefusal(compare('--output-dir', join(file, 'below')), /a-file\/below.*--output-dir/)
  })

  it('is refused: a recipe with an unknown key, by file and line', async () => {
    const recipe = await fileOf(
      'tiny.yaml',
      `colour: red\n${await readFile(bench.recipeFile('tiny'), 'utf8')}`,
    )

    await expectRefusal(compare('--recipe', recipe), /tiny\.yaml:1: unknown key "colour"/)
  })

  it('is refused: a DOCKER_HOST where nothing answers, with what to check', async () => {
    await expectRefusal(compare(), /nonexistent\.sock.*DOCKER_HOST.*unset it/, {
      DOCKER_HOST: 'unix:///nonexistent.sock',
    })
  })

  it('is refused: no Temporal CLI, with how to get it', async () => {
    const programs = join(bench.folder(), 'bin')
    await mkdir(programs)
    await symlink((await execa('which', ['git'])).stdout, join(programs, 'git'))

    await expectRefusal(compare(), /scripts\/setup\.sh/, {
      PATH: programs,
      PRBENCH_TEMPORAL_CLI: undefined,
      XDG_DATA_HOME: join(bench.folder(), 'nowhere'),
    })
  })
})
