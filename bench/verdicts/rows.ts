import type { Figures } from './figures.js'

/** The figures of one rule on one noise and scenario. */
export interface Row extends Figures {
  readonly noise: string
  readonly scenario: string
  readonly rule: string
}

/** The JSON line that the simulation prints last. */
export interface Simulation {
  readonly seed: number
  readonly seconds: number
  readonly rows: readonly Row[]
}

const percent = (value: number | undefined) =>
  (value === undefined ? '-' : (100 * value).toFixed(1)).padStart(6)

/** Head of the table that `tableLine` fills. */
export const tableHead = [
  'noise'.padEnd(15),
  'scenario'.padEnd(32),
  'rule'.padEnd(27),
  ' words',
  ' marks',
  ' found',
  'no chg',
  'unstab',
  'unres.',
  ' stale',
  ' cover',
  ' cells',
  'launches',
].join(' ')

/** One line of the table: shares in per cent, launches a stage. */
export function tableLine(noise: string, scenario: string, row: Row): string {
  return [
    noise.padEnd(15),
    scenario.padEnd(32),
    row.rule.padEnd(27),
    percent(row.wrongWords),
    percent(row.wrongMarks),
    percent(row.found),
    percent(row.noChange),
    percent(row.unstable),
    percent(row.unresolved),
    percent(row.stale),
    percent(row.coverage),
    percent(row.cellCoverage),
    row.launches.toFixed(2).padStart(8),
  ].join(' ')
}
