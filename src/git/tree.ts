import { PassThrough, type Readable } from 'node:stream'
import { execa } from 'execa'
import { gitEnvironment } from './environment.js'
import { GitFailed, lastLines } from './errors.js'
import { hasCommits } from './commits.js'
import type { Mirror } from './mirror.js'
import { fetchBranchesAndTags } from './named-commits.js'
import { watchGroup } from './process-group.js'
import { gitArguments, runGit } from './run-git.js'

/** The reader sets the pace: a build that takes its context slowly is not git's fault. */
const archiveDeadlineSeconds = 60 * 60

interface TreeEntry {
  sha: string
  type: string
  bytes: number
}

/**
 * A text file of a commit's tree, links within the tree followed; undefined where there is none. Throws
 * GitFailed where it is larger than `maxBytes` or `path` leads out of the tree.
 */
export async function readFileAt(
  mirror: Mirror,
  sha: string,
  path: string,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const entry = await entryAt(mirror, sha, path, signal)
  if (entry?.type !== 'blob') return undefined
  if (entry.bytes > maxBytes) {
    throw new GitFailed(`read ${path} of ${sha}`, `it has ${entry.bytes} bytes; at most ${maxBytes} are read`)
  }
  const { stdout } = await runGit({
    args: ['cat-file', 'blob', entry.sha],
    what: `read ${path} of ${sha}`,
    gitDir: mirror.gitDir,
    maxOutputBytes: maxBytes + 1,
    signal,
  })
  return stdout
}

/**
 * The whole tree of a commit as an uncompressed tar: the files of a checkout (line ends converted as the
 * tree's own .gitattributes say, nothing left out by export-ignore), no `.git`, submodules as empty folders,
 * Git LFS files as pointers, every file dated as the commit. The stream fails with GitFailed where git does,
 * and ends git when it is destroyed.
 */
export function archiveTree(mirror: Mirror, sha: string, signal?: AbortSignal): Readable {
  const archive = new PassThrough()
  const what = `archive the tree of ${sha}`
  const git = execa('git', gitArguments(['archive', '--format=tar', fullSha(sha)], mirror.gitDir), {
    cwd: '/',
    env: gitEnvironment(process.env, '/dev/null'),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    buffer: { stdout: false, stderr: true },
    maxBuffer: { stderr: 64 * 1024 },
    detached: true,
  })
  const group = watchGroup(git.pid, { deadlineSeconds: archiveDeadlineSeconds, signal })
  // Not `end: true`: an archive that was cut short must never look finished.
  git.stdout.pipe(archive, { end: false })
  archive.on('close', () => {
    group.end()
    git.stdout.resume()
  })
  void git.then((result) => {
    const ending = group.release()
    if (result.exitCode === 0) archive.end()
    else if (ending === 'abort') archive.destroy(asError(signal?.reason))
    else if (ending === 'deadline')
      archive.destroy(new GitFailed(what, `it took longer than ${archiveDeadlineSeconds} s`))
    else archive.destroy(new GitFailed(what, lastLines(result.stderr), result.stderr))
  })
  return archive
}

/**
 * Whether a commit is on some branch of the repository as it is now. Dockerfiles that clone by themselves can
 * check out only such commits. Fetches all branches.
 */
export async function isAncestorOfRemoteBranch(
  mirror: Mirror,
  sha: string,
  signal?: AbortSignal,
): Promise<boolean> {
  await fetchBranchesAndTags(mirror, signal)
  if (!(await hasCommits(mirror, [fullSha(sha)], signal))) return false
  const { stdout } = await runGit({
    args: ['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${sha}`, 'refs/heads/'],
    what: `look for branches with ${sha}`,
    gitDir: mirror.gitDir,
    signal,
  })
  return stdout.trim() !== ''
}

async function entryAt(
  mirror: Mirror,
  sha: string,
  path: string,
  signal?: AbortSignal,
): Promise<TreeEntry | undefined> {
  if (!/^[^\p{Cc}/][^\p{Cc}]*$/u.test(path) || path.split('/').some((part) => part === '..' || part === '')) {
    throw new GitFailed(`read the tree of ${sha}`, `${JSON.stringify(path)} is not a path in it`)
  }
  // Names arrive on standard input: nothing in them can be an option.
  const { stdout } = await runGit({
    args: ['cat-file', '--batch-check', '--follow-symlinks'],
    what: `look up ${path} of ${sha}`,
    gitDir: mirror.gitDir,
    input: `${fullSha(sha)}:${path}\n`,
    signal,
  })
  const [, object, type, bytes] = /^([0-9a-f]{40}) (blob|tree|commit) (\d+)\n$/.exec(stdout) ?? []
  return object === undefined || type === undefined ? undefined : { sha: object, type, bytes: Number(bytes) }
}

function fullSha(sha: string): string {
  if (/^[0-9a-f]{40}$/.test(sha)) return sha
  throw new GitFailed('read a tree', `${JSON.stringify(sha)} is not a full commit SHA`)
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
