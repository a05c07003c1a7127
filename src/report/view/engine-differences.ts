import type { LaunchResult, ProcessRecord } from '../../comparison/launch.js'
import { clip } from './clip.js'
import { comparedEngines } from './compared-engines.js'

const mostArguments = 12

/** What the engines of the two arms resolved differently, in sentences. */
export function engineDifferences(launches: readonly LaunchResult[]): string[] {
  const { main, pr } = comparedEngines(
    launches,
    ({ server, started }) => server !== undefined || started !== undefined,
  )
  if (main === undefined || pr === undefined) return []
  return [...settingDifferences(main, pr), ...argumentDifferences(main, pr)]
}

function settingDifferences(main: ProcessRecord, pr: ProcessRecord): string[] {
  const [left, right] = [settingsOf(main), settingsOf(pr)]
  return Object.entries(left).flatMap(([label, value]) => {
    const other = right[label]
    if (other === undefined || other === value) return []
    return [`The servers differ in ${label}: main ${clip(value)}, pr ${clip(other)}.`]
  })
}

/**
 * By label, in the labels' order: what an engine says that it uses, else what it was started with. Its lines come on
 * two streams, and so in any order.
 */
export function settingsOf({ server, started }: ProcessRecord): Record<string, string> {
  const chosen = Object.entries(started?.chosen ?? {}).map(([label, { value }]) => [label, value])
  const resolved = Object.entries(server?.resolved ?? {}).map(([label, value]) => [label, textOf(value)])
  const settings = new Map([...chosen, ...resolved] as [string, string][])
  return Object.fromEntries([...settings].sort(([left], [right]) => left.localeCompare(right)))
}

function argumentDifferences({ server: main }: ProcessRecord, { server: pr }: ProcessRecord): string[] {
  const [left, right] = [main?.arguments, pr?.arguments]
  if (left === undefined || right === undefined) return []
  // Of a line that was cut it is not known what else it said.
  const isCut = main?.argumentsCut === true || pr?.argumentsCut === true
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => left[name] !== right[name])
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

function textOf(value: number | string | readonly number[]): string {
  return typeof value === 'object' ? value.join(' ') : `${value}`
}
