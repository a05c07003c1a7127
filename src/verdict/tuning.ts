/**
 * Every number that the verdict was tuned with: what it is for, and what of docs/verdicts.md supports it.
 * The rows named are those of its tables, "What the simulation shows"; whoever changes a number runs `npm
 * run bench:verdicts` again.
 */

/**
 * Chances of error that a whole comparison may spend. Supported by: "false word" and "false mark", all
 * noises.
 */
export const budgets = {
  /** Of naming a difference by a metric's mean where there is none; the whole family, both directions. */
  difference: 0.025,
  /** Of claiming "no change" where the change lies at the margin or beyond; one stage's metric. */
  equivalence: 0.05,
  /** Of the same by the cells of a metric; the whole family, both directions. */
  cells: 0.01,
}

/**
 * The looks taken unless asked otherwise, and their shares of the budgets. Supported by: "launches a
 * stage".
 */
export const plannedLooks = [
  { pairs: 3, difference: 0, equivalence: 0.01, cells: 0 },
  { pairs: 4, difference: 0.001, equivalence: 0.015, cells: 0.006 },
  { pairs: 5, difference: 0.002, equivalence: 0.01, cells: 0.001 },
  { pairs: 6, difference: 0.003, equivalence: 0.005, cells: 0.001 },
  { pairs: 8, difference: 0.006, equivalence: 0.005, cells: 0.001 },
  { pairs: 10, difference: 0.013, equivalence: 0.005, cells: 0.001 },
]

export const looks = {
  /** Beyond the usual looks there is one every so many pairs. */
  laterStep: 5,
  /** How often a stage measures a void or disturbed pair again, in all. Row: disturbed. */
  mostRedone: 6,
}

/**
 * Valid pairs before which no difference is named while more may follow. Rows: disturbed and bimodal,
 * "false word".
 */
export const fewestPairsToDiffer = {
  usually: 4,
  /** A launch of another stage of the comparison was off. */
  oddElsewhere: 5,
  /** A launch of the stage was off. */
  odd: 6,
}

export const noChange = {
  /** p above which nothing hints at a difference. Row: "no change" at exactly -5 %. */
  noHint: 0.1,
  /** p up to which a hint forbids it before the last look, however small the change. Bench of nights: A/A. */
  strongHint: 0.005,
  /** The same at a look that may not name a difference yet: it waits for one that may. */
  strongHintAtFirst: 0.05,
}

/** How cells of a metric lend each other their noise. Rows: uneven; bench of nights. */
export const moderation = {
  /** What they share is worth this share of a cell's own degrees of freedom at most. */
  mostShare: 0.75,
  /** In the weights it is worth this many times as much at least. Row: "95 % intervals hold the change". */
  leastShareOfWeights: 2,
}

/**
 * Launches and single values that stand apart. Rows: disturbed, heavy tails ("launches a stage",
 * "intervals").
 */
export const disturbance = {
  /** The fewest launches in which one can stand apart. */
  fewestLaunches: 3,
  /** Of fewer launches a single fast one moves the upper quartile: the median stands in for it. */
  fewestForQuartiles: 5,
  /** The fewest cases in which a value can fall behind its launch. */
  fewestCases: 3,
  /** So many standard deviations (Qn of launches, MAD of values) below the others. */
  reach: 5,
  /** And by this share of the metric's smallest margin at least; a launch, and a case in its launch. */
  launchShare: 0.6,
  caseShare: 1,
  /** The smallest margin of a metric that has none of its own. */
  usualMargin: 0.05,
}

/**
 * What tells an order effect from disturbed launches. Row: autocorrelated;
 * src/verdict/order-effect.test.ts.
 */
export const orderEffect = {
  fewestSteps: 4,
  fewestOfAnOrder: 2,
  /**
   * A change of the arms that is not small beside the effect looks like one arm's bad launches until so
   * many agree.
   */
  fewestBesideChange: 8,
  smallest: 0.02,
  alikeShare: 0.8,
  /** An arm shows the effect where its own launches have at least this share of it. */
  leastShareOfArm: 0.5,
}

/** When launches that stand apart are what the host is like. Rows: half slow, 3/4 slow. */
export const unsteadyHost = {
  /** As close as this share of the way between two levels is taken for the same level. */
  sameLevel: 1 / 3,
  /** One arm slow so much more often than the other, one-sided, is no luck of a host with two states. */
  noLuck: 0.001,
  /** Launches that stand apart are an exception up to this share of a stage's launches. */
  mostApart: 0.4,
}

/**
 * When one arm is disturbed more often. Supported by: "a wrong word on an unchanged stage"; 33 % of
 * unstable PRs named.
 */
export const instability = {
  /**
   * One-sided p up to which "no change" is doubted, with two disturbed launches more than the other arm, or
   * one.
   */
  doubtful: 0.3,
  doubtfulSingle: 0.28,
  /** Budget of calling a PR unstable, over all stages of a comparison. */
  level: 0.02,
  /**
   * A calibration is left out where the other launches are disturbed more often than it says, with p below
   * this.
   */
  staleBelow: 0.2,
  /** A single case: so many launches more, and p times the number of cases up to the level. */
  fewestMoreOfCase: 2,
  levelOfCases: 0.3,
}

/**
 * What a calibration is worth. Supported by: the columns "calibrated", and the row "calibrated on half of
 * the noise".
 */
export const calibration = {
  /** Degrees of freedom at most, while days do not agree. */
  mostDf: 3,
  /** F test over all calibrated metrics: noise beyond it makes the calibration stale. */
  staleBelow: 0.05,
  /** So many days must agree (F test, over the pairs of days) to be worth all of their degrees of freedom. */
  fewestDays: 3,
  disagreement: 0.05,
  /** Older days tell of another driver, another kernel, another neighbour. */
  mostDays: 5,
}

/**
 * Accuracy by question: the one-sided level of a model, and the fewest questions. Not simulated; exact at
 * any noise.
 */
export const accuracy = { level: 0.005, fewestQuestions: 20 }

/**
 * Notes on the data. They change no verdict, so no row: src/verdict/checks/check-stage.test.ts shows calm
 * data without any.
 */
export const checks = {
  /**
   * Pairs from which the one that carries a verdict is looked for, and from which one order of all is told.
   */
  fewestPairs: 4,
  fewestPairsOfOneOrder: 3,
  /** Two groups of launches: so many each, so far apart (ln), and so many times the wider group. */
  fewestInGroup: 2,
  smallestGap: 0.03,
  clearness: 2,
  /** Equal values in so many launches, cells or pairs are no chance. */
  fewestEqual: 3,
  /** Cases times pairs squared up to which the one pair that carries a verdict is looked for: it takes so long. */
  mostLeftOut: 250_000,
  /** What lies between units of time, of count and of size; and how near to it (ln) a ratio counts. */
  unitFactors: [60, 1000, 3600, 1_048_576],
  unitReach: Math.log(1.3),
}

/** What is foreseen, and for what. No verdict hangs on it. */
export const foresight = {
  /** Simulated stages behind the pairs that one is expected to take. */
  simulatedStages: 400,
  /** The power at which a change counts as detectable. */
  power: 0.9,
  /** Relabellings of a calibration's pairs that are judged: all that there are for eight pairs. */
  relabellings: 128,
}

/** Measurements print few digits: a spread below 0.02 % is never taken for more certainty than that. */
export const smallestVariance = 0.0002 ** 2
