/** A pull request of a repository, by `owner/name`. */
export interface PullRequestPlace {
  readonly repository: string
  readonly pullRequest: number
}

/** The one comment of a subject on a pull request: found again by its key and its author. */
export interface CommentOrder extends PullRequestPlace {
  readonly key: string
  /** Who writes, and when: of one run, what is older never replaces what is newer. */
  readonly version: CommentVersion
  /** Markdown, without what makes the comment findable. */
  readonly body: string
  /** Whether it is written where there is none yet; one that is there is always brought up to date. */
  readonly create: boolean
}

export interface CommentVersion {
  readonly run: string
  readonly sequence: number
}

export type CheckState =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly conclusion: 'success' | 'failure' | 'neutral' | 'cancelled' }

/** What a commit shows of a run: a check, or, where the token may not write one, a status. */
export interface CheckOrder {
  readonly repository: string
  readonly sha: string
  readonly name: string
  /** Makes it findable again: one for each run. */
  readonly run: string
  readonly state: CheckState
  /** One line. */
  readonly title: string
  /** Markdown. */
  readonly summary: string
  /** Where more is. */
  readonly page?: string
}

/** A comment as the forge has it now. */
export interface WrittenComment {
  readonly author: string
  readonly body: string
  readonly createdAt: string
  readonly isEdited: boolean
}

/** The head of a pull request, and when it was pushed; `undefined` where the forge does not tell that. */
export interface PullRequestHead {
  readonly sha: string
  readonly pushedAt: string | undefined
  readonly isOpen: boolean
}

/**
 * What prbench does on a forge. Every write can be repeated after a lost answer.
 *
 * @throws ForgeRefused, ForgeUnavailable
 */
export interface ForgeClient {
  writeComment(order: CommentOrder): Promise<void>
  writeCheck(order: CheckOrder): Promise<void>
  react(repository: string, comment: number, reaction: 'eyes' | '-1'): Promise<void>
  /** Whether a person may push to the repository. */
  mayWrite(repository: string, person: string): Promise<boolean>
  comment(repository: string, comment: number): Promise<WrittenComment>
  head(place: PullRequestPlace): Promise<PullRequestHead>
}

/** How a forge is reached. The token goes nowhere else. */
export interface ForgeAccess {
  readonly apiUrl: string
  readonly token: string
}
