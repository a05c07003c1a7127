import type { StageNeed } from '../comparison/activities.js'
import { stoppedWords } from '../report/words/stage.js'
import type { Judgement } from '../verdict/judgement.js'

/** Stage name -> how many valid pairs it has, and how many more it wants before it is judged again. */
export function stageNeeds(judgement: Judgement): Record<string, StageNeed> {
  return Object.fromEntries(
    judgement.stages.map((stage): [string, StageNeed] => [
      `${stage.model}/${stage.benchmarkType}`,
      {
        pairsValid: stage.pairs,
        morePairs: Math.max(0, stage.pairsWanted - stage.attempts),
        reason: stoppedWords(stage.stopped),
      },
    ]),
  )
}
