import { GitFailed } from './errors.js'
import type { Mirror } from './mirror.js'
import { runGit } from './run-git.js'

/** What a commit says of itself. */
export interface Commit {
  parents: string[]
  /** First line of the message, untrusted, without control characters, at most 200 characters. */
  subject: string
}

/** Whether all these commits are in the mirror. */
export async function hasCommits(
  mirror: Mirror,
  shas: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  const { stdout } = await runGit({
    args: ['cat-file', '--batch-check=%(objecttype)'],
    what: 'look for commits',
    gitDir: mirror.gitDir,
    input: shas.map((sha) => `${sha}\n`).join(''),
    signal,
  })
  return stdout.split('\n').filter((line) => line === 'commit').length === shas.length
}

/** A commit of the mirror. Throws GitFailed where it is not there. */
export async function readCommit(mirror: Mirror, sha: string, signal?: AbortSignal): Promise<Commit> {
  const { stdout } = await runGit({
    args: ['show', '--no-patch', '--format=%P%n%s', '--end-of-options', sha],
    what: `read commit ${sha}`,
    gitDir: mirror.gitDir,
    signal,
  })
  const [parents = '', subject = ''] = stdout.split('\n')
  return {
    parents: parents.split(' ').filter((parent) => parent !== ''),
    subject: subject.replace(/\p{Cc}+/gu, ' ').slice(0, 200),
  }
}

/** The best common ancestor of two commits, undefined where they have none. */
export async function mergeBase(
  mirror: Mirror,
  one: string,
  other: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { exitCode, stdout } = await runGit({
    args: ['merge-base', '--end-of-options', one, other],
    what: `find the common ancestor of ${one} and ${other}`,
    gitDir: mirror.gitDir,
    accept: [0, 1],
    signal,
  })
  return exitCode === 0 ? stdout.trim() : undefined
}

/** Whether two commits conflict when merged; undefined where git cannot tell, as before 2.38. */
export async function mergeConflicts(
  mirror: Mirror,
  one: string,
  other: string,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  try {
    const { exitCode } = await runGit({
      args: ['merge-tree', '--write-tree', '--name-only', '--no-messages', '--end-of-options', one, other],
      what: `merge ${one} and ${other}`,
      gitDir: mirror.gitDir,
      accept: [0, 1],
      signal,
    })
    return exitCode === 1
  } catch (error) {
    if (error instanceof GitFailed) return undefined
    throw error
  }
}
