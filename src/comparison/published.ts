import type { ComparisonStatus } from './status.js'
import type { Outcome } from './outcome.js'

/** What is published now: how it goes, or how it ended. */
export type Occasion = { kind: 'running'; status: ComparisonStatus } | { kind: 'ended'; outcome: Outcome }

/** A moment of a comparison that is to be published. */
export interface PublishOrder {
  occasion: Occasion
  /** Counts within a run: what is older never replaces what is newer. */
  sequence: number
}
