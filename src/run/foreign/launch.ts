import type { Better } from '../../comparison/metric.js'

/** One value of a launch; of several runs within it their median, as these are not independent. */
export interface ForeignValue {
  readonly case: string
  readonly metric: string
  readonly unit: string
  readonly better: Better
  readonly value: number
}

/** What a file of another program holds: one launch. */
export interface ForeignLaunch {
  readonly file: string
  /** Time that it was measured at, in an order that can be compared as text; '' where the file does not say. */
  readonly measuredAt: string
  readonly model?: string
  readonly benchmarkType?: string
  readonly values: readonly ForeignValue[]
}

/** The reader of such a file. @throws ResultFileError, RecordInvalid, with the place of what is wrong. */
export type LaunchReader = (text: string, file: string) => ForeignLaunch
