import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { arms, type Arm } from '../../comparison/arm.js'
import { geometricMean } from '../../comparison/change.js'
import type { OfflineMetricName } from '../../comparison/metrics.js'
import type { OfflineStagePlan, Plan, StagePlan } from '../../comparison/plan.js'
import type { Sample } from '../../comparison/samples.js'
import { writeFileAtomically } from '../atomic-file.js'
import type { RunRecord } from '../record.js'
import { samplesOf } from '../samples.js'
import { writeOfflineCsv, type OfflineCsvRow } from './offline-csv.js'
import { offlineCsvPath, offlineFolder, type HistoricalNames } from './paths.js'

/** A file of a run directory, before it is written. The path is relative. */
export interface PlannedFile {
  readonly path: string
  readonly text: string
}

/** Writes the files that the historical tool left under `main/` and `pr/`, for people's scripts. */
export async function writeHistoricalFiles(record: RunRecord, runDirectory: string): Promise<void> {
  for (const file of historicalFiles(record)) {
    const path = join(runDirectory, file.path)
    await mkdir(dirname(path), { recursive: true })
    await writeFileAtomically(path, file.text)
  }
}

/**
 * For each stage and arm the CSV and `config.json`. A value is the geometric mean over the valid launches of
 * its arm, which for a single launch is its value; a case that has none is `NA`.
 */
export function historicalFiles(record: RunRecord): PlannedFile[] {
  const samples = samplesOf(record).filter((sample) => sample.valid)
  return record.plan.stages.flatMap((stage) =>
    arms.flatMap((arm) =>
      stage.benchmarkType === 'offline' ? offlineFiles(record.plan, stage, arm, samples) : [],
    ),
  )
}

function offlineFiles(plan: Plan, stage: OfflineStagePlan, arm: Arm, samples: readonly Sample[]): PlannedFile[] {
  const own = samples.filter(
    ({ model, benchmarkType, arm: its }) =>
      model === stage.model && benchmarkType === 'offline' && its === arm,
  )
  const means = meansByCell(own)
  const { mode } = plan.request
  const names = namesOf(plan, stage, arm)
  const backend = attentionBackend(stage)
  const rows = stage.cases.map(
    ({ name, tensorParallel, batchSize, inputLength, outputLength }): OfflineCsvRow => ({
      tensorParallel,
      batchSize,
      inputLength,
      outputLength,
      ...(stage.recipe.historical.backendColumn ? { backend: backend ?? 'NA' } : {}),
      values: offlineValues((metric) => means.get(`${name}\0${metric}`) ?? null),
    }),
  )
  const config = { docker: plan.images[arm].tag, attention_backend: backend ?? null }
  return [
    { path: offlineCsvPath(names, mode), text: writeOfflineCsv(rows) },
    { path: `${offlineFolder(names, mode)}/config.json`, text: `${JSON.stringify(config, undefined, 2)}\n` },
  ]
}

function offlineValues(valueOf: (metric: OfflineMetricName) => number | null): OfflineCsvRow['values'] {
  return {
    e2e_throughput: valueOf('e2e_throughput'),
    e2e_latency: valueOf('e2e_latency'),
    prefill_latency: valueOf('prefill_latency'),
    prefill_throughput: valueOf('prefill_throughput'),
    decode_latency: valueOf('decode_latency'),
    decode_throughput: valueOf('decode_throughput'),
  }
}

function meansByCell(samples: readonly Sample[]): Map<string, number> {
  const values = new Map<string, number[]>()
  for (const { case: name, metric, value } of samples) {
    if (value === null) continue
    const key = `${name}\0${metric}`
    values.set(key, [...(values.get(key) ?? []), value])
  }
  return new Map(
    [...values].flatMap(([key, all]) => {
      const mean = geometricMean(all)
      return mean === undefined ? [] : [[key, mean]]
    }),
  )
}

function namesOf(plan: Plan, stage: StagePlan, arm: Arm): HistoricalNames {
  const { model, variant } = stage.recipe.historical
  return { arm, tag: fileNamePart(plan.images[arm].tag), model, variant }
}

/** The tag of an image that `--skip-build` named with its repository, as part of a file's name. */
function fileNamePart(image: string): string {
  const tag = image.slice(image.lastIndexOf('/') + 1).replace(/^.*:/, '')
  return tag.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '')
}

/** What `--attention-backend` says in the flags of the recipe; the last one counts, as for SGLang. */
function attentionBackend(stage: StagePlan): string | undefined {
  const flags = [...stage.recipe.flags, ...(stage.recipe.offline?.flags ?? [])]
  const option = '--attention-backend'
  const index = flags.findLastIndex((flag) => flag === option || flag.startsWith(`${option}=`))
  const flag = flags[index]
  return flag === option ? flags[index + 1] : flag?.slice(option.length + 1)
}
