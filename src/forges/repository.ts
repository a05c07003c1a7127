import { forge } from './registry.js'
import { absolutePath, fileUrlPath, pathKey, safeKey } from './repository-key.js'

/** A repository as it was asked for. `text` is what git is given, `key` names workflows and folders. */
export interface Repository {
  kind: 'forge' | 'url' | 'path'
  text: string
  /** Letters, digits, `.`, `_`, `-` and `/` only; one repository, one key. */
  key: string
}

export type ParsedRepository = { ok: true; repository: Repository } | { ok: false; problem: string }

/** What a comparison is of: a pull request, or two commits by their full SHAs. */
export type ComparisonSubject = { repository: Repository } & (
  { pullRequest: number } | { baseSha: string; headSha: string }
)

const longest = 1024
const forms =
  'Give owner/name, a git URL (https://, ssh://, git@host:path or file://), or a path that starts with /, ./ or ../'

/**
 * Reads `owner/name`, a git URL or a local path. A relative path (`./x`, `../x`) is taken from
 * `currentFolder` and comes out absolute; without a `currentFolder` it is refused, since only the client
 * knows its own. Pure, so that workflows can use it. The problem never repeats a credential.
 */
export function parseRepository(text: string, currentFolder?: string): ParsedRepository {
  const trimmed = text.trim()
  if (trimmed === '') return refuse(`The repository is empty. ${forms}`)
  if (trimmed.length > longest) return refuse(`The repository is longer than ${longest} characters. ${forms}`)
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(trimmed)) {
    return refuse(`The repository contains control characters. ${forms}`)
  }
  if (trimmed.startsWith('-')) return refuse(`The repository starts with "-", as an option does. ${forms}`)
  if (/^[A-Za-z0-9.+-]+::/.test(trimmed)) {
    return refuse('Remote helpers (name::...) are not allowed: they can run any program. ' + forms)
  }
  if (trimmed.startsWith('/')) return localPath(absolutePath(trimmed))
  if (/^\.\.?(\/|$)/.test(trimmed)) {
    if (currentFolder?.startsWith('/') === true) return localPath(absolutePath(`${currentFolder}/${trimmed}`))
    return refuse(`The repository "${trimmed}" is a relative path. Use the full path, starting with /`)
  }
  if (trimmed.startsWith('~')) return refuse(`"~" is not expanded here. Use the full path, starting with /`)

  const url = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/]*)(.*)$/.exec(trimmed)
  if (url) return fromUrl(trimmed, (url[1] ?? '').toLowerCase(), url[2] ?? '', url[3] ?? '')
  const scp = /^([^@/:]+(?::[^@/]*)?)@([^:/@]+):(.*)$/.exec(trimmed)
  if (scp) return fromServer(trimmed, 'ssh', scp[1] ?? '', scp[2] ?? '', scp[3] ?? '')
  return fromName(trimmed)
}

/** A comparison's workflow id: `compare/<key>/<pull request>` or `compare/<key>/<base12>..<head12>`. */
export function comparisonId(subject: ComparisonSubject): string {
  const prefix = `compare/${subject.repository.key}`
  if ('pullRequest' in subject) return `${prefix}/${subject.pullRequest}`
  return `${prefix}/${subject.baseSha.slice(0, 12)}..${subject.headSha.slice(0, 12)}`
}

/** A calibration's workflow id: `calibrate/<host>`, for a host is calibrated once at a time. */
export function calibrationId(host: string): string {
  return `calibrate/${host}`
}

function fromName(text: string): ParsedRepository {
  const name = text.replace(/\.git$/, '')
  const key = forge.repositoryKey(name)
  if (key !== undefined) return accept({ kind: 'forge', text: name, key })
  // With an "@" or ":" it may be a mistyped URL that carries a password.
  const what = /[@:]/.test(text) ? 'This is not a repository.' : `"${text}" is not a repository.`
  return refuse(`${what} ${forms}`)
}

function fromUrl(text: string, scheme: string, authority: string, path: string): ParsedRepository {
  if (scheme === 'file') {
    const folder = fileUrlPath(authority, path)
    if (folder === undefined)
      return refuse('A file URL needs three slashes and a full path, such as file:///srv/git/repository')
    return accept({ kind: 'url', text, key: pathKey(folder) })
  }
  if (scheme !== 'https' && scheme !== 'ssh') {
    return refuse(`${scheme}:// is not supported. Use https:// or ssh://, or a local path`)
  }
  const at = authority.lastIndexOf('@')
  return fromServer(text, scheme, at < 0 ? '' : authority.slice(0, at), authority.slice(at + 1), path)
}

function fromServer(
  text: string,
  scheme: 'https' | 'ssh',
  user: string,
  host: string,
  path: string,
): ParsedRepository {
  if (user.includes(':') || (scheme === 'https' && user !== '')) {
    return refuse(
      'The repository URL contains a user name or password. Remove it: prbench writes addresses into logs and reports. ' +
        'Use ~/.netrc, GIT_ASKPASS or an SSH key on the machine that fetches',
    )
  }
  if (user !== '' && !/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(user))
    return refuse(`The repository URL has no valid user name. ${forms}`)
  const hostAndPort = /^([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(\d{1,5}))?$/.exec(host)
  if (!hostAndPort) return refuse(`The repository URL has no valid host. ${forms}`)
  const trimmedPath = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '')
  const segments = trimmedPath.split('/')
  const plain =
    /^[A-Za-z0-9._~%+@/-]+$/.test(trimmedPath) && !path.startsWith('-') && !segments.includes('..')
  if (!plain) return refuse(`The repository URL has no valid path after its host. ${forms}`)

  if (forge.isItsHost(host) && segments.length === 2) {
    const named = fromName(trimmedPath)
    // Over SSH the address is kept, since the key that opens it is; the name is the same.
    if (!named.ok || scheme === 'https') return named
    return accept({ kind: 'url', text, key: named.repository.key })
  }
  return accept({ kind: 'url', text, key: safeKey(`${host.toLowerCase()}/${trimmedPath}`) })
}

function localPath(path: string): ParsedRepository {
  if (path === '/')
    return refuse('The repository "/" is the root of the file system. Name the folder of a git repository')
  if (path !== path.trim()) return refuse('The path of the repository ends with a space. Rename the folder')
  return accept({ kind: 'path', text: path, key: pathKey(path) })
}

function accept(repository: Repository): ParsedRepository {
  return { ok: true, repository }
}

function refuse(problem: string): ParsedRepository {
  return { ok: false, problem }
}
