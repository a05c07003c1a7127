import path from 'node:path'
import { stateFolder } from './embedded/folders.js'

/** Bare mirrors of repositories: the client resolves commits in the same ones that the worker reads. */
export function mirrorsFolder(): string {
  return path.join(stateFolder(), 'mirrors')
}

/** A GitHub Enterprise server in place of github.com, as `{ githubUrl }` where one is set. */
export function githubSetting(): { githubUrl?: string } {
  const githubUrl = process.env.PRBENCH_GITHUB_URL
  return githubUrl === undefined || githubUrl === '' ? {} : { githubUrl }
}

/** Where run directories are made unless somebody says otherwise. */
export function defaultOutputFolder(currentFolder: string): string {
  return path.join(currentFolder, 'comparison_results')
}
