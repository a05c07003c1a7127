import type { ComparisonStatus, PairProgress } from '../../comparison/status.js'
import type { Closed } from './closed.js'

/**
 * What is known of a comparison at one moment: the workflow's own tree, and what only its activities know.
 */
export interface ComparisonView {
  comparison: string
  startedAt: Date
  /** Absent until a worker answers. */
  status?: ComparisonStatus
  /** By stage: where its pair is, by the pair's last heartbeat. */
  pairs: Readonly<Record<string, PairProgress>>
  /** By stage or arm: what its activity waits for, or why its last attempt failed. */
  troubles: Readonly<Record<string, string>>
  /** What is wrong with the connection, or that no worker answers. */
  note?: string | undefined
  /** Once it is closed: how, by Temporal's own word. */
  closed?: Closed
}
