import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { fixedSettings, gitEnvironment } from './environment.js'
import { GitFailed, lastLines } from './errors.js'
import { watchGroup } from './process-group.js'

/** One run of git. `args` is an argv, no shell sees it. */
export interface GitRun {
  args: readonly string[]
  /** What is done, for messages: "git could not <what>: ...". */
  what: string
  gitDir?: string
  input?: string
  deadlineSeconds?: number
  maxOutputBytes?: number
  /** Exit codes that are answers, not failures. Default: 0. */
  accept?: readonly number[]
  /**
   * Reads a local repository whoever owns it. Git refuses those of other users, because their configuration
   * would rule; what we run there (upload-pack) takes nothing that starts a program from it.
   */
  anyOwner?: boolean
  signal?: AbortSignal | undefined
}

export interface GitAnswer {
  exitCode: number
  stdout: string
  stderr: string
}

const maxStderrBytes = 1024 * 1024

/**
 * Runs the git program: fixed settings, no configuration but our own, no hooks, no prompts, https, ssh and
 * local files only, a deadline (60 s unless said otherwise) and a cap on output (16 MiB of stdout).
 * Throws GitFailed, or the signal's reason when it was aborted.
 */
export async function runGit(run: GitRun): Promise<GitAnswer> {
  if (run.anyOwner !== true) return execute(run, '/dev/null')
  // Only a file reaches upload-pack in the other repository, and Git 2.34 takes this setting from nowhere
  // else.
  const folder = await mkdtemp(join(tmpdir(), 'prbench-git-'))
  try {
    const file = join(folder, 'config')
    await writeFile(file, '[safe]\n\tdirectory = *\n')
    return await execute(run, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The arguments of a run with everything that is always in front. */
export function gitArguments(args: readonly string[], gitDir?: string): string[] {
  return [...fixedSettings, ...(gitDir === undefined ? [] : [`--git-dir=${gitDir}`]), ...args]
}

async function execute(run: GitRun, globalConfig: string): Promise<GitAnswer> {
  run.signal?.throwIfAborted()
  const deadlineSeconds = run.deadlineSeconds ?? 60
  const maxOutputBytes = run.maxOutputBytes ?? 16 * 1024 * 1024
  const git = execa('git', gitArguments(run.args, run.gitDir), {
    cwd: '/',
    env: gitEnvironment(process.env, globalConfig),
    extendEnv: false,
    ...(run.input === undefined ? { stdin: 'ignore' } : { input: run.input }),
    reject: false,
    stripFinalNewline: false,
    detached: true,
    maxBuffer: { stdout: maxOutputBytes, stderr: maxStderrBytes },
  })
  const group = watchGroup(git.pid, { deadlineSeconds, signal: run.signal })
  const result = await git
  const ending = group.release()
  const { stdout, stderr, exitCode } = result
  if (ending === 'abort') run.signal?.throwIfAborted()
  if (ending === 'deadline') {
    const reason = `it took longer than ${deadlineSeconds} s`
    throw new GitFailed(run.what, reason, `${stderr}\n${reason}`)
  }
  if (result.isMaxBuffer) throw new GitFailed(run.what, 'it printed too much', stderr)
  if (result.code === 'ENOENT') {
    throw new GitFailed(run.what, 'git is not on PATH. Run scripts/setup.sh to install it')
  }
  if (exitCode === undefined) {
    throw new GitFailed(
      run.what,
      result.isTerminated ? `it was killed by ${result.signal ?? 'a signal'}` : (result.shortMessage ?? ''),
      stderr,
    )
  }
  if (!(run.accept ?? [0]).includes(exitCode)) throw new GitFailed(run.what, lastLines(stderr), stderr)
  return { exitCode, stdout, stderr }
}
