/** The search attributes that a Temporal server must know before a comparison can start. */
export const searchAttributes = {
  PrbenchRepository: 'Keyword',
  PrbenchPullRequest: 'Int',
  PrbenchStage: 'Keyword',
  PrbenchHost: 'Keyword',
  PrbenchVerdict: 'Keyword',
} as const
