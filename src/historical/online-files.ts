import type { StagePlan } from '../comparison/plan.js'
import type { OnlineCase } from '../engines/online-cases.js'
import { onlineCasesOf, sglangRecipe } from '../engines/sglang/stage.js'
import type { ArmResults } from './arm-results.js'
import { onlineMetrics, onlineTitle, writeOnlineCsv } from './online-csv.js'
import type { OnlineCsvContent, OnlineCsvMetric, OnlineCsvReference } from './online-csv.js'
import { onlineCsvPath, onlineFolder } from './paths.js'
import { valuesOf } from './table.js'
import type { PlannedFile } from './write.js'

/**
 * The CSVs of an arm's online stage, one for each kind of load that it has, and `config.json` beside them.
 */
export function onlineFiles(stage: StagePlan, arm: ArmResults): PlannedFile[] {
  const kinds = [...new Set(onlineCasesOf(stage).map(kindOf))]
  return [
    ...kinds.map((kind) => ({
      path: onlineCsvPath(arm.names, kind),
      text: writeOnlineCsv(contentOf(stage, kind, arm)),
    })),
    { path: `${onlineFolder(arm.names)}/config.json`, text: arm.config },
  ]
}

function contentOf(stage: StagePlan, load: OnlineCsvContent['load'], arm: ArmResults): OnlineCsvContent {
  const { model, variant } = sglangRecipe(stage).historical
  const rate = `MI300x-${arm.backend ?? 'NA'}, ${stage.host}`
  const cases = onlineCasesOf(stage).filter((entry) => kindOf(entry) === load)
  const reference = referenceOf(stage, cases)
  return {
    title: onlineTitle(load, model, arm.names.tag),
    load,
    label: load === 'request rate' ? rate : `${model}-${variant}`,
    rows: cases.map((entry) => ({
      load: 'requestRate' in entry.load ? entry.load.requestRate : entry.load.maxConcurrency,
      values: valuesOf(onlineMetrics, (metric) => arm.meanOf(entry.name, metric)),
    })),
    ...(reference === undefined ? {} : { reference }),
  }
}

/**
 * The values of other hardware that the recipe has for these cases; `NA` where it lacks one, undefined where
 * it has none.
 */
function referenceOf(stage: StagePlan, cases: readonly OnlineCase[]): OnlineCsvReference | undefined {
  const given = sglangRecipe(stage).online?.reference
  if (given === undefined || !cases.some(({ name }) => name in given.cases)) return undefined
  const texts = (metric: OnlineCsvMetric) =>
    cases.map(({ name }) => String(given.cases[name]?.[metric] ?? 'NA'))
  return { label: given.label, values: valuesOf(onlineMetrics, texts) }
}

function kindOf({ load }: OnlineCase): OnlineCsvContent['load'] {
  return 'requestRate' in load ? 'request rate' : 'concurrency'
}
