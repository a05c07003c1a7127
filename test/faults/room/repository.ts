import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { packageFile } from './package-files.js'

/**
 * A git repository of the demo engine with a branch for each comparison, whose image takes seconds to build.
 */
export interface Branches {
  readonly path: string
  /** Makes the branch of that name. */
  readonly make: (branch: string) => Promise<void>
}

export async function makeBranches(folder: string): Promise<Branches> {
  const path = join(folder, 'repository')
  const tree = join(folder, 'tree')
  await execa(packageFile('demo', 'make-repository.sh'), [path])
  await execa('git', ['clone', '--quiet', path, tree])
  const git = (...args: readonly string[]) =>
    execa('git', ['-c', 'user.name=Test', '-c', 'user.email=test@test.invalid', '-C', tree, ...args])
  return {
    path,
    make: async (branch) => {
      await git('checkout', '--quiet', '-b', branch, 'origin/main')
      await appendFile(join(tree, 'docker/rocm.Dockerfile'), `\nRUN echo begun; sleep 4; echo ${branch}\n`)
      await git('commit', '--quiet', '--all', '--message', 'Build slowly')
      await git('push', '--quiet', 'origin', branch)
    },
  }
}
