import type { RunRecord } from './record.js'

/** What the launches of a run have cost so far, in GPU hours, void ones too. */
export function gpuHoursOf({ plan, pairs }: Pick<RunRecord, 'plan' | 'pairs'>): number {
  const gpus = new Map(plan.stages.map(({ name, recipe }) => [name, recipe.tensorParallel]))
  const spent = pairs.flatMap(({ stage, launches }) =>
    launches.map(
      ({ startedAt, finishedAt }) =>
        ((Date.parse(finishedAt) - Date.parse(startedAt)) / 3_600_000) * (gpus.get(stage) ?? 0),
    ),
  )
  return spent.reduce((sum, hours) => sum + hours, 0)
}
