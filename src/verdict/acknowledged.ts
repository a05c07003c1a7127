import type { Acknowledgement } from '../comparison/acknowledgement.js'
import type { Judgement } from './judgement.js'

/** Something that got slower: a metric of a stage, or only single cases of it. */
export interface Regression {
  readonly model: string
  readonly benchmarkType: string
  readonly metric: string
  /** Undefined where the whole metric did. */
  readonly case?: string
  /** A fraction, below 0. */
  readonly change: number
}

/** A regression, and what is known of it; `holds` is false where it is worse than that, or too late for it. */
export interface KnownRegression extends Regression {
  readonly acknowledgement?: Acknowledgement
  readonly holds: boolean
}

/**
 * The regressions of a judgement, and which of them are acknowledged. A case is only named where its metric as a
 * whole is no regression.
 *
 * @param day on which it is judged, such as `2026-11-30`
 */
export function knownRegressions(
  judgement: Judgement,
  acknowledgements: readonly Acknowledgement[],
  day: string,
): KnownRegression[] {
  return regressionsOf(judgement).map((regression) => {
    const { model, benchmarkType, metric, change } = regression
    const own = acknowledgements.filter(
      (one) => one.stage === `${model}/${benchmarkType}` && one.metric === metric,
    )
    const holding = own.find(({ bound, until }) => -change <= bound && day <= until)
    const acknowledgement = holding ?? own[0]
    return {
      ...regression,
      ...(acknowledgement === undefined ? {} : { acknowledgement }),
      holds: holding !== undefined,
    }
  })
}

function regressionsOf({ stages }: Judgement): Regression[] {
  return stages.flatMap(({ model, benchmarkType, metrics, cells }) =>
    metrics
      .filter(({ gating }) => gating)
      .flatMap(({ metric, verdict, change }): Regression[] => {
        if (verdict === 'regression') return [{ model, benchmarkType, metric, change: change ?? -1 }]
        return cells
          .filter((cell) => cell.gating && cell.metric === metric && cell.verdict === 'regression')
          .map((cell) => ({ model, benchmarkType, metric, case: cell.case, change: cell.change ?? -1 }))
      }),
  )
}
