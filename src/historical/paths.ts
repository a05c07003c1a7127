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
 * The CSV of an arm's offline results, in a folder that is called as it is:
 * `main/offline/GROK1/<TAG>_GROK1_MOE-I4F8_offline/...`, with `_long_context` or `_dummy` for those modes.
 */
export function offlineCsvPath(names: HistoricalNames, mode: BenchmarkMode = 'normal'): string {
  const name = `${baseName(names)}_offline${mode === 'normal' ? '' : `_${mode}`}`
  return `${names.arm}/offline/${names.model}/${name}/${name}.csv`
}

/**
 * The CSV of an arm's online results: `..._online.csv` for request rates (Grok), `..._serving.csv` for
 * concurrencies (DeepSeek).
 */
export function onlineCsvPath(names: HistoricalNames, load: 'request rate' | 'concurrency'): string {
  const suffix = load === 'request rate' ? 'online' : 'serving'
  const name = baseName(names)
  return `${names.arm}/online/${names.model}/${name}_online/${name}_${suffix}.csv`
}

function baseName({ tag, model, variant }: HistoricalNames): string {
  return `${tag}_${model}_${variant}`
}
