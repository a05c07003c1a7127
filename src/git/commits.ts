import { GitFailed } from './errors.js'
import { gitIn, type Mirror } from './mirror.js'

/** What a commit says of itself. */
export interface Commit {
  parents: string[]
  /** First line of the message, untrusted, without control characters, at most 200 characters. */
  subject: string
}

/** Whether all these commits are in the mirror. */
export async function hasCommits(mirror: Mirror, shas: readonly string[]): Promise<boolean> {
  const input = shas.map((sha) => `${sha}\n`).join('')
  const args = ['cat-file', '--batch-check=%(objecttype)']
  const { stdout } = await gitIn(mirror, 'look for commits', args, { input })
  return stdout.split('\n').filter((line) => line === 'commit').length === shas.length
}

/** A commit of the mirror. Throws GitFailed where it is not there. */
export async function readCommit(mirror: Mirror, sha: string): Promise<Commit> {
  const args = ['show', '--no-patch', '--format=%P%n%s', '--end-of-options', sha]
  const { stdout } = await gitIn(mirror, `read commit ${sha}`, args)
  const [parents = '', subject = ''] = stdout.split('\n')
  return {
    parents: parents.split(' ').filter((parent) => parent !== ''),
    subject: subject.replace(/\p{Cc}+/gu, ' ').slice(0, 200),
  }
}

/** The best common ancestor of two commits, undefined where they have none. */
export async function mergeBase(mirror: Mirror, one: string, other: string): Promise<string | undefined> {
  const args = ['merge-base', '--end-of-options', one, other]
  const what = `find the common ancestor of ${one} and ${other}`
  const { exitCode, stdout } = await gitIn(mirror, what, args, { accept: [0, 1] })
  return exitCode === 0 ? stdout.trim() : undefined
}

/** Whether two commits conflict when merged; undefined where git cannot tell, as before 2.38. */
export async function mergeConflicts(
  mirror: Mirror,
  one: string,
  other: string,
): Promise<boolean | undefined> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '--end-of-options', one, other]
  try {
    const { exitCode } = await gitIn(mirror, `merge ${one} and ${other}`, args, { accept: [0, 1] })
    return exitCode === 1
  } catch (error) {
    if (error instanceof GitFailed) return undefined
    throw error
  }
}
