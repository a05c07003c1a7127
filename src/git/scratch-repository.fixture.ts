import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import type { Remote } from './remote.js'

/**
 * A real repository in a temporary folder, for tests: branch `main`, and pull requests as GitHub keeps them.
 */
export interface ScratchRepository {
  folder: string
  path: string
  remote: Remote
  git(...args: string[]): Promise<string>
  /** Commits files on what is checked out; the new SHA. */
  commit(message: string, files: Record<string, string>): Promise<string>
  /** Starts a branch at a commit and checks it out. */
  branch(name: string, at: string): Promise<void>
  /** Sets `refs/pull/<number>/head`. */
  setHead(number: number, sha: string): Promise<void>
  /** Merges the pull request's head into `main` as GitHub's test merge does; the SHA of the merge. */
  setMerge(number: number): Promise<string>
  remove(): Promise<void>
}

/** Makes one with a first commit on `main`. */
export async function scratchRepository(): Promise<ScratchRepository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'prbench-scratch-')))
  const path = join(folder, 'engine')
  await mkdir(path)
  const git = async (...args: string[]) => {
    const { stdout } = await execa('git', args, { cwd: path, env: identity, extendEnv: true })
    return stdout
  }
  const commit = async (message: string, files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true })
      await writeFile(join(path, name), text)
    }
    await git('add', '--all')
    await git('commit', '--quiet', '--no-verify', '--allow-empty', `--message=${message}`)
    return git('rev-parse', 'HEAD')
  }
  await git('init', '--quiet', '--initial-branch=main')
  await commit('First', { 'engine.py': 'speed = 1\n', 'README.md': 'An engine\n' })
  return {
    folder,
    path,
    remote: { name: path, key: 'engine-00000000', address: path, local: true },
    git,
    commit,
    branch: async (name, at) => {
      await git('checkout', '--quiet', '-b', name, at)
    },
    setHead: async (number, sha) => {
      await git('update-ref', `refs/pull/${number}/head`, sha)
    },
    setMerge: async (number) => {
      await git('checkout', '--quiet', '--detach', 'main')
      await git('merge', '--quiet', '--no-ff', '--no-edit', `refs/pull/${number}/head`)
      const sha = await git('rev-parse', 'HEAD')
      await git('update-ref', `refs/pull/${number}/merge`, sha)
      await git('checkout', '--quiet', 'main')
      return sha
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
}
