import type { OnlineCase } from '../comparison/case.js'
import type { OnlineStagePlan } from '../comparison/plan.js'
import type { ArmResults } from './arm-results.js'
import { onlineTitle, writeOnlineCsv, type OnlineCsvContent, type OnlineCsvReference } from './online-csv.js'
import { onlineCsvPath, onlineFolder } from './paths.js'
import type { PlannedFile } from './write.js'

/** The CSVs of an arm's online stage, one for each kind of load that it has, and `config.json` beside them. */
export function onlineFiles(stage: OnlineStagePlan, arm: ArmResults): PlannedFile[] {
  const kinds = [...new Set(stage.cases.map(kindOf))]
  return [
    ...kinds.map((kind) => ({
      path: onlineCsvPath(arm.names, kind),
      text: writeOnlineCsv(contentOf(stage, kind, arm)),
    })),
    { path: `${onlineFolder(arm.names)}/config.json`, text: arm.config },
  ]
}

function contentOf(
  stage: OnlineStagePlan,
  load: OnlineCsvContent['load'],
  arm: ArmResults,
): OnlineCsvContent {
  const { model, variant } = stage.recipe.historical
  const rate = `MI300x-${arm.backend ?? 'NA'}, ${stage.host}`
  const cases = stage.cases.filter((entry) => kindOf(entry) === load)
  const reference = referenceOf(stage, cases)
  return {
    title: onlineTitle(load, model, arm.names.tag),
    load,
    label: load === 'request rate' ? rate : `${model}-${variant}`,
    rows: cases.map((entry) => ({
      load: 'requestRate' in entry.load ? entry.load.requestRate : entry.load.maxConcurrency,
      values: {
        e2e_latency_median: arm.meanOf(entry.name, 'e2e_latency_median'),
        ttft_median: arm.meanOf(entry.name, 'ttft_median'),
        itl_median: arm.meanOf(entry.name, 'itl_median'),
      },
    })),
    ...(reference === undefined ? {} : { reference }),
  }
}

/** The values of other hardware that the recipe has for these cases; `NA` where it lacks one, undefined where it has none. */
function referenceOf(
  { recipe }: OnlineStagePlan,
  cases: readonly OnlineCase[],
): OnlineCsvReference | undefined {
  const given = recipe.online?.reference
  if (given === undefined || !cases.some(({ name }) => name in given.cases)) return undefined
  const valuesOf = (metric: 'e2e_latency_median' | 'ttft_median' | 'itl_median') =>
    cases.map(({ name }) => {
      const value = given.cases[name]?.[metric]
      return value === undefined ? 'NA' : String(value)
    })
  return {
    label: given.label,
    values: {
      e2e_latency_median: valuesOf('e2e_latency_median'),
      ttft_median: valuesOf('ttft_median'),
      itl_median: valuesOf('itl_median'),
    },
  }
}

function kindOf({ load }: OnlineCase): OnlineCsvContent['load'] {
  return 'requestRate' in load ? 'request rate' : 'concurrency'
}
