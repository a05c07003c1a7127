import type { Arm } from '../comparison/arm.js'
import type { BenchmarkMode } from '../comparison/benchmark-type.js'

/** The names that a historical path is made of. */
export interface HistoricalNames {
  readonly arm: Arm
  /** The image's tag: `main-0123456-rocm630`. */
  readonly tag: string
  /** `GROK1`, `DeepSeek-V3-0324`. */
  readonly model: string
  /** `MOE-I4F8`, `FP8`. */
  readonly variant: string
}

/**
 * The folder of an arm's offline results: `main/offline/GROK1/<TAG>_GROK1_MOE-I4F8_offline`, with
 * `_long_context` or `_dummy` after it for those modes.
 */
export function offlineFolder(names: HistoricalNames, mode: BenchmarkMode = 'normal'): string {
  return `${names.arm}/offline/${names.model}/${offlineName(names, mode)}`
}

/** The CSV in the offline folder; it is called as the folder is. */
export function offlineCsvPath(names: HistoricalNames, mode: BenchmarkMode = 'normal'): string {
  return `${offlineFolder(names, mode)}/${offlineName(names, mode)}.csv`
}

/** The folder of an arm's online results: `pr/online/GROK1/<TAG>_GROK1_MOE-I4F8_online`. */
export function onlineFolder(names: HistoricalNames): string {
  return `${names.arm}/online/${names.model}/${baseName(names)}_online`
}

/**
 * The CSV in the online folder: `..._online.csv` for request rates (Grok), `..._serving.csv` for
 * concurrencies (DeepSeek).
 */
export function onlineCsvPath(names: HistoricalNames, load: 'request rate' | 'concurrency'): string {
  const suffix = load === 'request rate' ? 'online' : 'serving'
  return `${onlineFolder(names)}/${baseName(names)}_${suffix}.csv`
}

function offlineName(names: HistoricalNames, mode: BenchmarkMode): string {
  return `${baseName(names)}_offline${mode === 'normal' ? '' : `_${mode}`}`
}

function baseName({ tag, model, variant }: HistoricalNames): string {
  return `${tag}_${model}_${variant}`
}
