import { rm, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { GitFailed, isTransportFailure, lastLines, RefMissing, RepositoryUnreachable } from './errors.js'
import type { Mirror } from './mirror.js'
import { runGit } from './run-git.js'

/** A first fetch brings the whole history over whatever line there is. */
const fetchDeadlineSeconds = 30 * 60
const lockPatienceMilliseconds = 90_000
/** Git holds its lock files for moments; one this old was left by a process that was killed. */
const abandonedLockMilliseconds = 60_000

/**
 * Fetches refspecs into the mirror: no tags along with them, no submodules, no FETCH_HEAD, objects checked.
 * Waits for other processes that update the same refs. Throws RefMissing when the repository does not offer a
 * source of a refspec, RepositoryUnreachable, GitFailed.
 */
export async function fetchRefs(
  mirror: Mirror,
  refspecs: readonly string[],
  { prune = false } = {},
): Promise<void> {
  const { remote, gitDir, signal } = mirror
  const options = ['--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--quiet']
  if (prune) options.push('--prune')
  const patientUntil = Date.now() + lockPatienceMilliseconds
  for (;;) {
    try {
      const { stderr } = await runGit({
        args: ['fetch', ...options, '--end-of-options', remote.address, ...refspecs],
        what: `fetch from ${remote.name}`,
        ...{ gitDir, signal, deadlineSeconds: fetchDeadlineSeconds, anyOwner: remote.local },
      })
      // Git calls this a success, with a warning.
      if (/shallow roots? .*not allowed/.test(stderr)) throw shallowClone(mirror)
      return
    } catch (error) {
      if (!(error instanceof GitFailed)) throw error
      if (!isLockConflict(error.stderr) || Date.now() > patientUntil) throw fetchFailure(mirror, error)
      await removeAbandonedLock(mirror, error.stderr)
      await delay(200 + Math.random() * 800, undefined, signal ? { signal } : {})
    }
  }
}

function isLockConflict(stderr: string): boolean {
  return /cannot lock ref|unable to create '.*\.lock'|another git process/i.test(stderr)
}

async function removeAbandonedLock(mirror: Mirror, stderr: string): Promise<void> {
  const named = /unable to create '(.*\.lock)'/i.exec(stderr)?.[1]
  if (named === undefined) return
  const file = resolve(mirror.gitDir, named)
  if (!file.startsWith(resolve(mirror.gitDir) + sep)) return
  const found = await stat(file).catch(() => undefined)
  if (found && Date.now() - found.mtimeMs > abandonedLockMilliseconds) await rm(file, { force: true })
}

const damage = /bad object|corrupt|missing (blob|tree|commit)|unable to read [0-9a-f]{40}|loose object/

function fetchFailure(mirror: Mirror, error: GitFailed): Error {
  const { stderr } = error
  const absent = /couldn't find remote ref (\S+)|not our ref (\S+)|unadvertised object (\S+)/.exec(stderr)
  if (absent) {
    return new RefMissing(absent[1] ?? absent[2] ?? absent[3] ?? 'the ref', mirror.remote.name)
  }
  if (stderr.includes('shallow')) return shallowClone(mirror)
  if (damage.test(stderr) && !stderr.includes('remote side')) {
    const reason = `${lastLines(stderr)}. The mirror ${mirror.gitDir} is damaged. Remove it: it is only a copy`
    return new GitFailed(`fetch from ${mirror.remote.name}`, reason, stderr)
  }
  return isTransportFailure(stderr) ? new RepositoryUnreachable(mirror.remote.name, stderr) : error
}

function shallowClone(mirror: Mirror): GitFailed {
  return new GitFailed(
    `fetch from ${mirror.remote.name}`,
    'it is a shallow clone, and a comparison needs the history. Run `git fetch --unshallow` there',
  )
}
