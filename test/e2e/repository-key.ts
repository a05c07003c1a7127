import { parseRepository } from '../../src/forges/repository.js'

/** What names the workflows and images of a repository, and nobody else's. */
export function repositoryKey(path: string): string {
  const parsed = parseRepository(path)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.repository.key
}
