import { PassThrough, type Readable } from 'node:stream'
import { execa } from 'execa'
import { gitEnvironment } from './environment.js'
import { GitFailed, lastLines } from './errors.js'
import { gitIn, type Mirror } from './mirror.js'
import { watchGroup } from './process-group.js'
import { gitArguments } from './run-git.js'

/** The reader sets the pace: a build that takes its context slowly is not git's fault. */
const archiveDeadlineSeconds = 60 * 60

/** Of a listing: a tree of 100,000 files takes half of it. */
const treeBytes = 64 * 1024 * 1024

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
): Promise<string | undefined> {
  const entry = await entryAt(mirror, sha, path)
  if (entry?.type !== 'blob') return undefined
  const what = `read ${path} of ${sha}`
  if (entry.bytes > maxBytes) {
    throw new GitFailed(what, `it has ${entry.bytes} bytes; at most ${maxBytes} are read`)
  }
  const args = ['cat-file', 'blob', entry.sha]
  return (await gitIn(mirror, what, args, { maxOutputBytes: maxBytes + 1 })).stdout
}

/**
 * The whole tree of a commit as an uncompressed tar: the files of a checkout (line ends converted as the
 * tree's own .gitattributes say, nothing left out by export-ignore), no `.git`, submodules as empty folders,
 * Git LFS files as pointers, every file dated as the commit. The stream fails with GitFailed where git does,
 * and ends git when it is destroyed.
 *
 * @param paths if there are some, these alone
 */
export function archiveTree(
  { gitDir, signal }: Mirror,
  sha: string,
  paths: readonly string[] = [],
): Readable {
  const archive = new PassThrough()
  const what = `archive the tree of ${sha}`
  const wanted = ['--literal-pathspecs', 'archive', '--format=tar', fullSha(sha), '--', ...paths]
  const git = execa('git', gitArguments(wanted, gitDir), {
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

/** The files below a folder of a commit's tree, by their paths in it, with the names of their blobs. */
export async function filesBelow(
  mirror: Mirror,
  sha: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const args = ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', fullSha(sha), '--', `${folder}/`]
  const { stdout } = await gitIn(mirror, `list ${folder} of ${sha}`, args, { maxOutputBytes: treeBytes })
  const files = new Map<string, string>()
  for (const line of stdout.split('\0')) {
    // A link's blob is where it leads.
    const [, blob, path] = /^100\d{3} blob ([0-9a-f]{40})\t(.+)$/s.exec(line) ?? []
    if (blob !== undefined && path !== undefined) files.set(path.slice(folder.length + 1), blob)
  }
  return files
}

/** A path in which two trees differ. `written`: a plain file in the second one; `other`: a link, a submodule. */
export interface TreeChange {
  readonly path: string
  readonly kind: 'written' | 'removed' | 'other'
}

/** In which paths the trees of two commits differ. A file that was renamed is one removed and one written. */
export async function changedPaths(mirror: Mirror, base: string, head: string): Promise<TreeChange[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', fullSha(base), fullSha(head)]
  const { stdout } = await gitIn(mirror, `compare ${base} with ${head}`, args, { maxOutputBytes: treeBytes })
  const plain = /^(000000|100\d{3})$/
  return [...stdout.matchAll(/:(\d{6}) (\d{6}) \S+ \S+ [A-Z]\d*\0([^\0]+)\0/g)].map(
    ([, before = '', after = '', path = '']) => {
      if (!plain.test(before) || !plain.test(after)) return { path, kind: 'other' }
      return { path, kind: after === '000000' ? 'removed' : 'written' }
    },
  )
}

async function entryAt(mirror: Mirror, sha: string, path: string): Promise<TreeEntry | undefined> {
  if (!/^[^\p{Cc}/][^\p{Cc}]*$/u.test(path) || path.split('/').some((part) => part === '..' || part === '')) {
    throw new GitFailed(`read the tree of ${sha}`, `${JSON.stringify(path)} is not a path in it`)
  }
  // Names arrive on standard input: nothing in them can be an option.
  const args = ['cat-file', '--batch-check', '--follow-symlinks']
  const input = `${fullSha(sha)}:${path}\n`
  const { stdout } = await gitIn(mirror, `look up ${path} of ${sha}`, args, { input })
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
