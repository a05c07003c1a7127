import { hasCommits } from './commits.js'
import { GitFailed, RefMissing } from './errors.js'
import { fetchRefs } from './fetch.js'
import { gitIn, type Mirror } from './mirror.js'
import { listRemoteRefs } from './remote.js'

/** A commit that somebody named, in full, and as what the name was understood. */
export interface NamedCommit {
  sha: string
  why: string
}

/**
 * Resolves what people write for a commit (a branch, a tag, `HEAD`, a SHA, an abbreviated SHA of at least
 * seven digits, each with `~2` or `^` behind it if need be) and fetches it into the mirror. A branch or tag
 * goes before an abbreviation of the same letters. Throws RefMissing where there is no such commit or the
 * name is ambiguous, RepositoryUnreachable, GitFailed.
 */
export async function fetchCommits(mirror: Mirror, references: readonly string[]): Promise<NamedCommit[]> {
  const commits: NamedCommit[] = []
  for (const reference of references) commits.push(await fetchCommit(mirror, reference))
  return commits
}

async function fetchCommit(mirror: Mirror, reference: string): Promise<NamedCommit> {
  const [, name = '', steps = ''] = /^(.*?)((?:[~^]\d{0,6})*)$/s.exec(reference) ?? []
  if (!isPlainName(name)) {
    throw new RefMissing(JSON.stringify(reference), mirror.remote.name, 'is not a branch, tag or commit')
  }
  const found = /^[0-9a-f]{40}$/.test(name)
    ? await fetchSha(mirror, name)
    : ((await fetchByName(mirror, name)) ?? (await fetchAbbreviation(mirror, name)))
  if (!found) throw new RefMissing(`Commit ${reference}`, mirror.remote.name, absence(mirror, name))
  const sha = await peel(mirror, found.sha, steps, reference)
  return { sha, why: steps === '' ? found.why : `${reference}, from ${found.why}` }
}

/** Git's own rules for the names of refs, and never an option. */
function isPlainName(name: string): boolean {
  return (
    name.length <= 250 &&
    /^[^\p{Cc}\s~^:?*[\\-][^\p{Cc}\s~^:?*[\\]*$/u.test(name) &&
    !/\.\.|@\{|\/\/|^\/|\/$|\.$|\.lock(\/|$)|(^|\/)\.|^@$/.test(name)
  )
}

function absence(mirror: Mirror, name: string): string {
  const hint = /^[0-9a-f]{1,6}$/.test(name) ? '; an abbreviated SHA needs at least seven digits' : ''
  return `does not exist in ${mirror.remote.name}: no branch or tag has this name, and no commit of a branch or tag${hint}`
}

async function fetchByName(mirror: Mirror, name: string): Promise<NamedCommit | undefined> {
  const branch = `refs/heads/${name}`
  const tag = `refs/tags/${name}`
  const full = name === 'HEAD' || name.startsWith('refs/') ? name : undefined
  const names = full === undefined ? [branch, tag] : [full]
  const { shas } = await listRemoteRefs(mirror.remote, names, mirror.signal)
  const [match, another] = names.filter((candidate) => shas.has(candidate))
  if (match === undefined) return undefined
  if (another !== undefined) {
    const problem = `is both a branch and a tag of ${mirror.remote.name}. Use ${branch} or ${tag}`
    throw new RefMissing(name, mirror.remote.name, problem)
  }
  const sha = shas.get(match) ?? ''
  await fetchRefs(mirror, [`+${match}:${match === 'HEAD' ? 'refs/prbench/HEAD' : match}`])
  const kind = match === branch ? 'branch ' : match === tag ? 'tag ' : ''
  return { sha, why: `${kind}${name}` }
}

/** By its SHA where the server hands out any commit, else with all branches and tags. */
async function fetchSha(mirror: Mirror, sha: string): Promise<NamedCommit | undefined> {
  const found = { sha, why: 'commit as named' }
  if (await hasCommits(mirror, [sha])) return found
  try {
    await fetchRefs(mirror, [`+${sha}:refs/prbench/commits/${sha}`])
  } catch (error) {
    if (!(error instanceof RefMissing)) throw error
    await fetchBranchesAndTags(mirror)
  }
  return (await hasCommits(mirror, [sha])) ? found : undefined
}

async function fetchAbbreviation(mirror: Mirror, text: string): Promise<NamedCommit | undefined> {
  if (!/^[0-9a-f]{7,39}$/.test(text)) return undefined
  await fetchBranchesAndTags(mirror)
  const { stdout } = await gitIn(mirror, `look up ${text}`, ['rev-parse', `--disambiguate=${text}`])
  const shas: string[] = []
  for (const sha of stdout.split('\n').filter((line) => line !== '')) {
    if (await hasCommits(mirror, [sha])) shas.push(sha)
  }
  const [sha, another] = shas
  if (sha === undefined) return undefined
  if (another !== undefined) {
    throw new RefMissing(`Commit ${text}`, mirror.remote.name, `is ambiguous: ${shas.join(', ')}`)
  }
  return { sha, why: `commit ${text}` }
}

/** All branches and tags as the repository has them now; those that it dropped are dropped here too. */
async function fetchBranchesAndTags(mirror: Mirror): Promise<void> {
  await fetchRefs(mirror, ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'], { prune: true })
}

async function peel(mirror: Mirror, sha: string, steps: string, reference: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${sha}${steps}^{commit}`]
  try {
    const { stdout } = await gitIn(mirror, `resolve ${reference}`, args)
    // Git before 2.30 repeats the marker in front.
    return stdout.trim().split('\n').at(-1) ?? ''
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error
    throw new RefMissing(reference, mirror.remote.name, `names no commit of ${mirror.remote.name}`)
  }
}
