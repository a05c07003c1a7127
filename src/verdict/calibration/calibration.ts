import { z } from 'zod'
import { benchmarkModeSchema } from '../../comparison/benchmark-type.js'

const count = z.int().nonnegative()
/** A standard deviation as a fraction; null where a single case or pair cannot tell it. */
const spread = z.number().nonnegative().nullable()

/** The noise of one deciding metric of a stage, measured with the same code in both arms. */
const calibratedMetricSchema = z.strictObject({
  metric: z.string(),
  /** Of a pair's log ratio, mean over the cases. */
  variance: z.number().nonnegative(),
  df: z.number().positive(),
  launch: spread,
  within: spread,
})

const calibratedStageSchema = z.strictObject({
  model: z.string(),
  benchmarkType: z.string(),
  /** Valid pairs. */
  pairs: count,
  /** Launches of each arm in complete attempts, disturbed ones too. */
  launches: count,
  disturbed: z.strictObject({ main: count, pr: count }),
  metrics: z.array(calibratedMetricSchema),
})

/** How often a host's own noise would have been taken for a change. */
export const falseAlarmsSchema = z.strictObject({
  /**
   * Reports made of the same launches, with the arms swapped in some of the pairs: nothing changed in any
   * of them.
   */
  reports: count,
  /** Reports that name any difference, and those that mark one as a regression or an improvement. */
  words: count,
  marks: count,
  /**
   * Pairs judged alone, as the historical tool judged them, and those of them in which it would have marked
   * anything.
   */
  singlePairs: count,
  singleMarks: count,
})

/** One calibration: main measured against itself on one host. */
export const calibrationSchema = z.strictObject({
  /** Of the comparison that measured it. */
  run: z.string(),
  date: z.iso.datetime({ offset: true }),
  commit: z.string(),
  image: z.strictObject({ tag: z.string(), id: z.string() }),
  mode: benchmarkModeSchema,
  threshold: z.number(),
  stages: z.array(calibratedStageSchema),
  falseAlarms: falseAlarmsSchema,
})

/** All that is known of a host's noise: `calibrations/<host>.json` in the control worker's state folder. */
export const hostCalibrationsSchema = z.strictObject({
  schema: z.literal(1),
  host: z.string(),
  /** The oldest first. */
  calibrations: z.array(calibrationSchema),
})

export type CalibratedStage = z.infer<typeof calibratedStageSchema>
export type FalseAlarms = z.infer<typeof falseAlarmsSchema>
export type Calibration = z.infer<typeof calibrationSchema>
export type HostCalibrations = z.infer<typeof hostCalibrationsSchema>
