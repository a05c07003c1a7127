import { formatMargin, formatPercent } from '../words/numbers.js'
import type { StageView } from './stage-view.js'

/** The noise of a deciding metric and what could be seen in it; `-` where it is not known. */
export interface NoiseRow {
  readonly stage: string
  readonly metric: string
  readonly launches: string
  readonly within: string
  readonly pairs: string
  readonly detectable: string
  readonly margin: string
}

/** A row for each deciding metric whose noise is known. */
export function noiseRows(stages: readonly Pick<StageView, 'name' | 'metrics'>[]): NoiseRow[] {
  return stages.flatMap(({ name, metrics }) =>
    metrics.flatMap(({ label, judgement: { noise, margin } }) =>
      noise.pair === null
        ? []
        : [
            {
              stage: name,
              metric: label,
              launches: percent(noise.launch),
              within: percent(noise.within),
              pairs: percent(noise.pair),
              detectable: percent(noise.detectable),
              margin: formatMargin(margin),
            },
          ],
    ),
  )
}

function percent(fraction: number | null): string {
  return fraction === null ? '-' : formatPercent(fraction)
}
