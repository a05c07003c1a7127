const longestKey = 100

/**
 * A key from a host and path: kept as it is where it is safe already, else lower-cased, with every run of
 * other characters as `-` and a hash of the original behind it, so that two repositories never share a key.
 */
export function safeKey(text: string): string {
  const safe = text
    .toLowerCase()
    .replace(/[^a-z0-9._/-]+/g, '-')
    .replace(/(^|\/)\.+(?=\/|$)/g, '$1-')
    .replace(/\/{2,}/g, '/')
  if (safe === text && safe.length <= longestKey) return safe
  return `${safe.slice(0, longestKey).replace(/\/+$/, '')}-${shortHash(text)}`
}

/** The key of a local repository: its folder's name, and a hash of where that folder lies. */
export function pathKey(path: string): string {
  const folder = path.replace(/\/\.git$/, '')
  const name = folder.slice(folder.lastIndexOf('/') + 1).replace(/\.git$/, '')
  const safe = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, longestKey)
  return `${safe === '' ? 'repository' : safe}-${shortHash(folder)}`
}

/** An absolute path without `.`, `..`, doubled or trailing slashes. Links are not followed. */
export function absolutePath(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return `/${kept.join('/')}`
}

/** The folder of a `file://` URL, percent signs decoded as git does; undefined where it names none. */
export function fileUrlPath(authority: string, path: string): string | undefined {
  if (authority !== '' || !path.startsWith('/') || /[?#]/.test(path)) return undefined
  try {
    const folder = absolutePath(decodeURIComponent(path))
    return folder === '/' || /\p{Cc}/u.test(folder) ? undefined : folder
  } catch {
    return undefined
  }
}

/**
 * FNV-1a, 32 bits, over UTF-16 code units, as eight hex digits: the same in Node and in the workflow sandbox,
 * which has no node:crypto. For names only, it resists nobody. (http://www.isthe.com/chongo/tech/comp/fnv/)
 */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    for (const byte of [unit & 0xff, unit >> 8]) hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
