import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GitFailed } from './errors.js'
import type { Remote } from './remote.js'
import { runGit, type GitAnswer, type GitRun } from './run-git.js'

/** Our own bare copy of what was asked of a repository. It can be removed at any time between uses. */
export interface Mirror {
  readonly gitDir: string
  readonly remote: Remote
  /** Ends the work that it was opened for. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The mirror of a repository, `<folder>/<key>.git`, made empty at its first use: nothing is fetched yet. Any
 * number of processes may open and use it at once.
 */
export async function openMirror(remote: Remote, folder: string, signal?: AbortSignal): Promise<Mirror> {
  const gitDir = join(folder, `${remote.key}.git`)
  if (!(await isMirror(gitDir))) await create(gitDir, signal)
  return { gitDir, remote, signal }
}

/** Runs git in a mirror. Throws GitFailed, or the reason of the mirror's signal. */
export function gitIn(
  { gitDir, signal }: Mirror,
  what: string,
  args: readonly string[],
  more: Pick<GitRun, 'input' | 'accept' | 'maxOutputBytes'> = {},
): Promise<GitAnswer> {
  return runGit({ args, what, gitDir, signal, ...more })
}

async function isMirror(gitDir: string): Promise<boolean> {
  return (await stat(join(gitDir, 'HEAD')).catch(() => undefined))?.isFile() === true
}

/** Made under a temporary name and renamed, so that nobody ever sees half of it. */
async function create(gitDir: string, signal?: AbortSignal): Promise<void> {
  await mkdir(dirname(gitDir), { recursive: true })
  const temporary = await mkdtemp(`${gitDir}.new-`)
  try {
    await runGit({
      args: ['init', '--quiet', '--bare', '--template=', '--object-format=sha1', '--', temporary],
      what: `make the mirror ${gitDir}`,
      signal,
    })
    await mkdir(join(temporary, 'info'), { recursive: true })
    await writeFile(join(temporary, 'info', 'attributes'), wholeTree)
    await rename(temporary, gitDir).catch(async (error: unknown) => {
      // Another process was faster.
      if (await isMirror(gitDir)) return
      throw new GitFailed(`make the mirror ${gitDir}`, `${String(error)}. Remove what is there and try again`)
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/**
 * A tree's own .gitattributes may leave files out of an archive (export-ignore) or rewrite them
 * (export-subst), so that the image would be built from something else than a checkout. A mirror's attributes
 * go before those.
 */
const wholeTree = '* -export-ignore -export-subst\n'
