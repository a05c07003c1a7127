import type { Scenario } from './scenario.js'
import type { RuleOutcome } from './words-found.js'

/** The figures of one rule on one noise and scenario; shares of reports unless said otherwise. */
export interface Figures {
  readonly reports: number
  /** Any word about a stage in which nothing changed. */
  readonly wrongWords: number
  /** Any mark about a stage in which nothing changed. */
  readonly wrongMarks: number
  /** The change that is there was named, in its direction; undefined where there is none. */
  readonly found: number | undefined
  /** The changed stage has a metric called "no change". */
  readonly noChange: number
  /** The changed stage is called unstable. */
  readonly unstable: number
  /** A calibration is called stale. */
  readonly stale: number
  /** Launches a stage, over all stages. */
  readonly launches: number
  /** Share of stages with an unsettled metric. */
  readonly unresolved: number
  /** Share of the stage metrics' 95 % intervals that hold the true change. */
  readonly coverage: number | undefined
  readonly cellCoverage: number | undefined
}

/** Adds up outcomes of one rule. */
export class Tally {
  private reports = 0
  private wrongWords = 0
  private wrongMarks = 0
  private found = 0
  private noChange = 0
  private unstable = 0
  private stale = 0
  private launches = 0
  private unresolved = 0
  private stages = 0
  private covered = 0
  private intervals = 0
  private cellsCovered = 0
  private cellIntervals = 0

  constructor(private readonly scenario: Scenario) {}

  add(outcome: RuleOutcome): void {
    const { stage: changed, onlyCase, effect } = this.scenario
    const wrong = outcome.words.filter((word) => word.stage !== changed)
    this.reports++
    if (wrong.length > 0) this.wrongWords++
    if (wrong.some((word) => word.mark)) this.wrongMarks++
    if (this.isFound(outcome)) this.found++
    if (changed !== undefined && outcome.noChange[changed] === true) this.noChange++
    if (changed !== undefined && outcome.unstable[changed] === true) this.unstable++
    if (outcome.stale) this.stale++
    this.launches += outcome.launchesPerStage
    this.unresolved += outcome.unresolved.filter(Boolean).length
    this.stages += outcome.unresolved.length
    outcome.intervals.forEach((intervals, stage) => {
      if (stage === changed && onlyCase !== undefined) return
      const truth = stage === changed ? effect : 0
      for (const { low, high } of intervals) {
        this.intervals++
        if (low <= truth && truth <= high) this.covered++
      }
    })
    outcome.cellIntervals.forEach((intervals, stage) => {
      for (const { case: index, low, high } of intervals) {
        const truth = stage === changed && (onlyCase ?? index) === index ? effect : 0
        this.cellIntervals++
        if (low <= truth && truth <= high) this.cellsCovered++
      }
    })
  }

  private isFound({ words }: RuleOutcome): boolean {
    const { stage, onlyCase, effect } = this.scenario
    return words.some(
      (word) =>
        word.stage === stage &&
        word.sign === Math.sign(effect) &&
        (onlyCase === undefined ? true : word.case === onlyCase),
    )
  }

  figures(): Figures {
    const share = (count: number) => count / this.reports
    const changes = this.scenario.effect !== 0
    return {
      reports: this.reports,
      wrongWords: share(this.wrongWords),
      wrongMarks: share(this.wrongMarks),
      found: changes ? share(this.found) : undefined,
      noChange: share(this.noChange),
      unstable: share(this.unstable),
      stale: share(this.stale),
      launches: this.launches / this.reports,
      unresolved: this.unresolved / this.stages,
      coverage: this.intervals === 0 ? undefined : this.covered / this.intervals,
      cellCoverage: this.cellIntervals === 0 ? undefined : this.cellsCovered / this.cellIntervals,
    }
  }
}
