import { mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeGithub } from '../github/fake-github.js'
import { useBench } from './bench.js'

const bench = useBench({ server: 'none' })

let github: FakeGithub
let apiUrl: string

beforeEach(async () => {
  github = new FakeGithub()
  apiUrl = await github.listen()
})
afterEach(() => github.close())

describe('a job of GitHub Actions', () => {
  it('shows its comparison on the pull request, and leaves its token nowhere', async () => {
    const repository = `${bench.host()}/engine`
    const server = join(bench.folder(), 'github')
    await mkdir(join(server, bench.host()), { recursive: true })
    await symlink(bench.repository(), join(server, repository))
    bench.own(repository)
    const token = 'ghs_secretOfTheJob'
    const files = { GITHUB_STEP_SUMMARY: 'summary.md', GITHUB_OUTPUT: 'output' } as const
    const job = {
      ...files,
      GITHUB_ACTIONS: 'true',
      GITHUB_TOKEN: token,
      GITHUB_API_URL: apiUrl,
      GITHUB_REPOSITORY: repository,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_RUN_ID: '5',
      PRBENCH_GITHUB_URL: `file://${server}`,
    }

    const { exitCode, stderr } = await bench.prbench(
      [...bench.compareArguments(7, 'tiny'), '--repo', repository, '--comment', 'always'],
      job,
    )
    await bench.prbench(['server', 'stop'])

    expect(stderr).not.toContain('not published')
    expect(exitCode).toBe(0)
    expect(github.problems).toEqual([])
    expect(github.tokens).toEqual(new Set([`token ${token}`]))
    expect(github.checks).toMatchObject([{ name: 'prbench', status: 'completed' }])
    expect(github.comments.map(({ issue }) => issue)).toEqual([7])
    expect(github.comments[0]?.body).toContain('https://github.com/')
    const [summary, output] = await Promise.all(
      Object.values(files).map((name) => readFile(join(bench.folder(), name), 'utf8')),
    )
    expect(summary).toContain('# Pull request 7')
    expect(output).toContain('\nfinished\n')
    expect(await filesWith(token)).toEqual([])
  })

  /** Files of the state folder and of the results that hold a text: the server's database is one of them. */
  async function filesWith(text: string): Promise<string[]> {
    const found: string[] = []
    const entries = await readdir(bench.folder(), { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((each) => each.isFile())) {
      const path = join(entry.parentPath, entry.name)
      if ((await readFile(path)).includes(text)) found.push(path)
    }
    return found
  }
})
