import type { Arm } from '../comparison/arm.js'
import { geometricMean } from '../comparison/change.js'
import type { MetricName } from '../engines/sglang/metrics.js'
import { architectureOf, imageSetFor } from '../comparison/image-plan.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import type { Sample } from '../comparison/samples.js'
import { engineStart } from '../engines/sglang/engine-start.js'
import { sglangRecipe } from '../engines/sglang/stage.js'
import type { HistoricalNames } from './paths.js'

/** What an arm measured in a stage, as its historical files tell it. */
export interface ArmResults {
  readonly names: HistoricalNames
  /**
   * What the recipe's flags name, or what follows from the image's name; undefined where the engine chose.
   */
  readonly backend: string | undefined
  /** The text of `config.json`. */
  readonly config: string
  /** The geometric mean over the arm's launches; null where none has a value. */
  readonly meanOf: (caseName: string, metric: MetricName) => number | null
}

/** The results of one arm of a stage, from the valid samples of a run. */
export function armResults(plan: Plan, stage: StagePlan, arm: Arm, samples: readonly Sample[]): ArmResults {
  const values = valuesByCell(
    samples.filter(
      (sample) =>
        sample.model === stage.model && sample.benchmarkType === stage.benchmarkType && sample.arm === arm,
    ),
  )
  const recipe = sglangRecipe(stage)
  const { model, variant } = recipe.historical
  const own = stage.benchmarkType === 'offline' ? recipe.offline?.flags : recipe.online?.serverFlags
  const { tag } = imageSetFor(plan, architectureOf(plan, stage))[arm]
  const backend = engineStart({ stage, image: { tag } }, own ?? []).chosen['attention backend']?.value
  const config = { docker: tag, attention_backend: backend ?? null }
  return {
    names: { arm, tag: fileNamePart(tag), model, variant },
    backend,
    config: `${JSON.stringify(config, undefined, 2)}\n`,
    meanOf: (caseName, metric) => geometricMean(values.get(`${caseName}\0${metric}`) ?? []) ?? null,
  }
}

function valuesByCell(samples: readonly Sample[]): Map<string, number[]> {
  const values = new Map<string, number[]>()
  for (const { case: name, metric, value } of samples) {
    if (value === null) continue
    const key = `${name}\0${metric}`
    values.set(key, [...(values.get(key) ?? []), value])
  }
  return values
}

/** The tag of an image that `--skip-build` named with its repository, as part of a file's name. */
function fileNamePart(image: string): string {
  const tag = image.slice(image.lastIndexOf('/') + 1).replace(/^.*:/, '')
  return tag.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '')
}
