/** One word that a rule says: of a stage's metric (case undefined) or of one cell. */
export interface Word {
  readonly stage: number
  readonly metric: number
  readonly case: number | undefined
  /** + is faster. */
  readonly sign: number
  /** Whether it counts as an improvement or a regression, not only as a small difference. */
  readonly mark: boolean
}

/** What one rule made of one simulated comparison. */
export interface RuleOutcome {
  readonly words: readonly Word[]
  readonly launchesPerStage: number
  /** By stage: a gating metric is called "no change". */
  readonly noChange: readonly boolean[]
  /** By stage: nothing could be said of a gating metric, or the PR is called unstable. */
  readonly unresolved: readonly boolean[]
  readonly unstable: readonly boolean[]
  /** A calibration is called stale. */
  readonly stale: boolean
  /** By stage: each gating metric's 95 % interval, as logs. */
  readonly intervals: readonly (readonly { readonly low: number; readonly high: number }[])[]
  /** By stage: its cells' 95 % intervals with their case. */
  readonly cellIntervals: readonly (readonly {
    readonly case: number
    readonly low: number
    readonly high: number
  }[])[]
}
