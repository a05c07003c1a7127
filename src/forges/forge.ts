/** A place where repositories and pull requests live, such as GitHub. */
export interface Forge {
  readonly name: string
  /** Where its repositories are found unless an operator names another server of its kind. */
  readonly serverUrl: string
  /** Where the API of a server is. */
  readonly apiUrlOf: (serverUrl: string) => string
  /** Whether addresses on this host are its own. */
  readonly isItsHost: (host: string) => boolean
  /**
   * One spelling for each repository, from `owner/name`; undefined where no repository of it can have that
   * name.
   */
  readonly repositoryKey: (name: string) => string | undefined
  readonly refsOf: (pullRequest: number) => PullRequestRefs
  /** The page of a pull request. */
  readonly pullRequestUrl: (repositoryKey: string, pullRequest: number) => string
}

/** The full names of a pull request's refs in its repository. */
export interface PullRequestRefs {
  readonly head: string
  /** What it would be merged as. */
  readonly merge: string
}
