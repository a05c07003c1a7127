import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Arm } from '../comparison/arm.js'

/** Far more than results have; a link may lead to the root of a disk. */
const mostFolders = 10_000

/** The folders of an arm that hold results. */
const resultFolder = /^(?:offline|online)$/i

/**
 * The CSVs below an arm's results, relative to the run directory and in the order of their names. Links are followed to
 * files and folders, as in a directory whose results are kept elsewhere; no folder is entered twice, so that links
 * in a circle have an end. A remark says what is left out.
 */
export async function csvPaths(runDirectory: string, arm: Arm, remarks: string[]): Promise<string[]> {
  const found: string[] = []
  if ((await kindOf(runDirectory, arm)) === 'nothing' && (await isLink(join(runDirectory, arm)))) {
    remarks.push(deadLink(arm))
  }
  for (const entry of await entriesOf(runDirectory, arm, remarks)) {
    const path = join(arm, entry.name)
    const kind = await kindOf(runDirectory, path)
    if (kind === 'folder' && resultFolder.test(entry.name)) {
      found.push(...(await csvPathsBelow(runDirectory, path, remarks)))
    } else if (kind === 'nothing' && mayHoldResults(entry.name)) {
      remarks.push(deadLink(path))
    }
  }
  return found.sort()
}

/** What is there comes before what a link leads to: a link to one of them is no folder, and no file, of its own. */
async function csvPathsBelow(runDirectory: string, top: string, remarks: string[]): Promise<string[]> {
  const found: string[] = []
  const entered = new Set<string>()
  const folders = [top]
  const linked: string[] = []
  const linkedFiles: string[] = []
  for (let path = folders.pop(); path !== undefined; path = folders.pop() ?? linked.shift()) {
    const place = await placeOf(runDirectory, path)
    if (entered.has(place)) continue
    if (entered.size === mostFolders) {
      remarks.push(`${top} is read in part: it has more than ${mostFolders} folders.`)
      break
    }
    entered.add(place)
    for (const entry of await entriesOf(runDirectory, path, remarks)) {
      const below = join(path, entry.name)
      const isCsv = /\.csv$/i.test(entry.name)
      if (entry.isDirectory()) folders.push(below)
      else if (entry.isFile() && isCsv) found.push(below)
      else if (entry.isSymbolicLink()) {
        const kind = await kindOf(runDirectory, below)
        if (kind === 'folder') linked.push(below)
        else if (kind === 'file' && isCsv) linkedFiles.push(below)
        else if (kind === 'nothing' && mayHoldResults(entry.name)) remarks.push(deadLink(below))
      }
    }
  }
  return [...found, ...(await othersThan(found, linkedFiles, runDirectory))]
}

/** The links among these that lead to none of the files, each of what they lead to once. */
async function othersThan(
  files: readonly string[],
  links: readonly string[],
  runDirectory: string,
): Promise<string[]> {
  if (links.length === 0) return []
  const known = new Set(await Promise.all(files.map((path) => placeOf(runDirectory, path))))
  const others: string[] = []
  for (const path of links) {
    const place = await placeOf(runDirectory, path)
    if (!known.has(place)) others.push(path)
    known.add(place)
  }
  return others
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
}

async function entriesOf(runDirectory: string, path: string, remarks: string[]) {
  try {
    const entries = await readdir(join(runDirectory, path), { withFileTypes: true })
    return entries.sort((left, right) => (left.name < right.name ? -1 : 1))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return []
    if (code === 'ENOTDIR') {
      remarks.push(
        `${path} is left out: it is a file, and the results of ${path} are in a directory of that name.`,
      )
      return []
    }
    remarks.push(`${path} is left out: it cannot be read ${refusalOf(code)}.`)
    return []
  }
}

/** Who refused to read, as the end of a sentence, by the code of the error. */
export function refusalOf(code: unknown): string {
  return code === 'EACCES' || code === 'EPERM' ? 'by this user' : `(${String(code)})`
}

/** Which folder it is, whatever links lead there. Where nobody may look, reading it will say so. */
async function placeOf(runDirectory: string, path: string): Promise<string> {
  try {
    return await realpath(join(runDirectory, path))
  } catch {
    return path
  }
}

/** What stands at a path, or what a link there leads to. */
async function kindOf(runDirectory: string, path: string): Promise<'file' | 'folder' | 'other' | 'nothing'> {
  try {
    const found = await stat(join(runDirectory, path))
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
  } catch {
    return 'nothing'
  }
}

/** Logs come and go, and nobody misses one here. */
function mayHoldResults(name: string): boolean {
  return !/\.(?:log|jsonl?|txt|html|md|png)$/i.test(name)
}

function deadLink(path: string): string {
  return `${path} is left out: the link leads nowhere.`
}
