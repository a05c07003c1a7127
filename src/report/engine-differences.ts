import type { LaunchResult, ProcessRecord } from '../comparison/launch.js'
import { clip } from './clip.js'
import { comparedEngines } from './compared-engines.js'

const settings = [
  ['maxTotalTokens', 'tokens in the cache'],
  ['chunkedPrefillSize', 'chunk of a prefill'],
  ['maxRunningRequests', 'requests at a time'],
  ['contextLength', 'context length'],
  ['capturedBatchSizes', 'captured batch sizes'],
] as const

const mostArguments = 12

/** What the engines of the two arms resolved differently, in sentences. */
export function engineDifferences(launches: readonly LaunchResult[]): string[] {
  const { main, pr } = comparedEngines(
    launches,
    ({ server, started }) => server !== undefined || started !== undefined,
  )
  if (main === undefined || pr === undefined) return []
  return [...settingDifferences(main, pr), ...attentionDifference(main, pr), ...argumentDifferences(main, pr)]
}

function settingDifferences({ server: main }: ProcessRecord, { server: pr }: ProcessRecord): string[] {
  if (main === undefined || pr === undefined) return []
  return settings
    .filter(([key]) => textOf(main[key]) !== textOf(pr[key]))
    .map(
      ([key, words]) => `The servers differ in ${words}: main ${textOf(main[key])}, pr ${textOf(pr[key])}.`,
    )
}

function attentionDifference(main: ProcessRecord, pr: ProcessRecord): string[] {
  const [left, right] = [attentionOf(main), attentionOf(pr)]
  if (left === right || left === undefined || right === undefined) return []
  return [`The servers differ in attention backend: main ${clip(left)}, pr ${clip(right)}.`]
}

/** What the engine says that it uses, else what it was started with; undefined where neither says. */
export function attentionOf({ server, started }: ProcessRecord): string | undefined {
  return server?.attentionBackend ?? started?.attention?.backend
}

function argumentDifferences({ server: main }: ProcessRecord, { server: pr }: ProcessRecord): string[] {
  const [left, right] = [main?.arguments, pr?.arguments]
  if (left === undefined || right === undefined) return []
  // Of a line that was cut it is not known what else it said.
  const isCut = main?.argumentsCut === true || pr?.argumentsCut === true
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => name !== 'attention_backend' && left[name] !== right[name])
    .filter((name) => !isCut || (name in left && name in right))
  if (names.length === 0) return []
  const shown = names
    .slice(0, mostArguments)
    .map(
      (name) =>
        `${name} (main ${clip(left[name] ?? 'not set', 60)}, pr ${clip(right[name] ?? 'not set', 60)})`,
    )
  const more = names.length > shown.length ? `, and ${names.length - shown.length} more` : ''
  return [`The servers differ in arguments: ${shown.join(', ')}${more}.`]
}

function textOf(value: number | readonly number[] | undefined): string {
  if (value === undefined) return 'unknown'
  return typeof value === 'number' ? String(value) : value.join(' ')
}
