import type { CellJudgement, Judgement } from '../../verdict/judgement.js'
import { stageName } from '../words/names.js'

/** A value of the pull request, for programs that keep values over time. */
export interface ExchangedValue {
  readonly stage: string
  readonly cell: CellJudgement
  readonly value: number
  /** Where it lies by the 95 % interval of its change from main; absent where there is none. */
  readonly bounds?: readonly [number, number]
}

/** The pull request's value of each case and metric that has one. */
export function exchangedValues(judgement: Judgement): ExchangedValue[] {
  return judgement.stages.flatMap((stage) =>
    stage.cells.flatMap((cell) => {
      if (cell.pr === null) return []
      const bounds = boundsOf(cell)
      return [{ stage: stageName(stage), cell, value: cell.pr, ...(bounds && { bounds }) }]
    }),
  )
}

/** A change is + where the pull request is faster: more of what should be high, less of what should be low. */
function boundsOf({ main, low, high, better }: CellJudgement): readonly [number, number] | undefined {
  if (main === null || low === null || high === null || low <= -1) return undefined
  return better === 'higher' ? [main * (1 + low), main * (1 + high)] : [main / (1 + high), main / (1 + low)]
}
