/** What went wrong with git; the message is for the reader. */
export abstract class GitError extends Error {
  override readonly name: string = this.constructor.name
  /** Whether the same call may well succeed later: a network or a server that was away. */
  readonly retryable: boolean = false
}

/** The repository did not answer, is not there, or does not let us in. */
export class RepositoryUnreachable extends GitError {
  override readonly retryable: boolean

  constructor(
    readonly repository: string,
    stderr: string,
  ) {
    const { advice, retryable } = diagnose(stderr)
    super(`Cannot read the repository ${maskCredentials(repository)}: ${lastLines(stderr)}. ${advice}`)
    this.retryable = retryable
  }
}

/** A pull request, branch, tag or commit that the repository does not have. */
export class RefMissing extends GitError {
  constructor(
    readonly reference: string,
    repository: string,
    problem = `does not exist in ${repository}`,
  ) {
    super(`${reference} ${problem}`)
  }
}

/** Both arms would be the same commit, or have nothing in common. */
export class NothingToCompare extends GitError {}

/** Git ran and failed, ran too long, printed too much, or is not installed. */
export class GitFailed extends GitError {
  readonly stderr: string

  constructor(what: string, reason: string, stderr = '') {
    super(`git could not ${what}: ${reason}`)
    this.stderr = maskCredentials(stderr)
  }
}

/** The last lines of git's stderr in one line, without credentials, control characters and boilerplate. */
export function lastLines(stderr: string, count = 4): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replace(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 300),
    )
    .filter((line) => line !== '' && !boilerplate.test(line))
  return maskCredentials(lines.slice(-count).join('; ')).replace(/\.$/, '') || 'unknown reason'
}

/**
 * Replaces what may be a password or a token: user parts of http URLs, passwords of others, GitHub's tokens.
 */
export function maskCredentials(text: string): string {
  return text
    .replace(/(https?:\/\/)[^\s/]*@/gi, '$1***@')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/]*@/gi, '$1:***@')
    .replace(/\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/g, '***')
}

/** Whether git's stderr tells of a connection or a server, rather than of what was asked. */
export function isTransportFailure(stderr: string): boolean {
  return diagnoses.some(([pattern]) => pattern.test(stderr)) || /could not read from remote/i.test(stderr)
}

const boilerplate =
  /^(Please make sure you have the correct access rights|and the repository exists\.|To add an exception for this directory|fatal: Could not read from remote repository\.$)/

const network = 'Check this machine’s network and HTTPS_PROXY, or try again later.'
const credentials =
  'Check the name. A private repository needs a credential on this machine: ~/.netrc, GIT_ASKPASS, or an SSH key.'

const diagnoses: readonly (readonly [RegExp, string, boolean])[] = [
  [
    /host key verification failed/i,
    'Its host key is unknown. Connect once with ssh, or add the key with ssh-keyscan.',
    false,
  ],
  [
    /transport '.*' not allowed|protocol .*disabled/i,
    'Only https://, ssh:// and local repositories are supported.',
    false,
  ],
  [
    /does not appear to be a git repository|not a git repository/i,
    'Name the folder of a git repository on the control worker’s machine.',
    false,
  ],
  [/certificate|SSL/i, 'Its certificate is not trusted. Set GIT_SSL_CAINFO to a file of authorities.', false],
  [
    /\b(401|403|404)\b|not found|permission denied|authentication failed|terminal prompts disabled/i,
    credentials,
    false,
  ],
  [
    /could not resolve|timed out|took longer|connection (refused|reset|closed)|failed to connect|unreachable|early EOF|RPC failed|hung up|\b5\d\d\b|operation too slow/i,
    network,
    true,
  ],
]

function diagnose(stderr: string): { advice: string; retryable: boolean } {
  const found = diagnoses.find(([pattern]) => pattern.test(stderr))
  return { advice: found?.[1] ?? credentials, retryable: found?.[2] ?? false }
}
