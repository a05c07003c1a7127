import { detectableAtLooks } from '../../src/verdict/statistics/power.js'
import { defaultLooks, looksAt } from '../../src/verdict/statistics/spending.js'
import { noises } from './noise.js'
import type { Row } from './rows.js'
import { barPanels, curves, type Bar } from './svg.js'

const percent = (value: number) => `${(100 * value).toFixed(value < 0.1 && value > 0 ? 1 : 0)} %`
const isOurs = (rule: string) => rule.startsWith('prbench')
/** Rules of ours that the pictures leave to the page's text. */
const beside = new Set(['prbench calibrated at half', 'prbench calibrated 5 days'])

/** The pictures of docs/verdicts.md by file name; those whose figures are not there are left out. */
export function drawCharts(rows: readonly Row[]): Record<string, string> {
  return {
    'verdicts-rules.svg': compareRules(rows),
    'verdicts-launches.svg': launchesByNoise(rows),
    'verdicts-changes.svg': foundByScenario(rows),
    'verdicts-detectable.svg': detectable(),
  }
}

function pick(rows: readonly Row[], noise: string, scenario: string): Row[] {
  return rows.filter((row) => row.noise === noise && row.scenario === scenario && !beside.has(row.rule))
}

function bars(rows: readonly Row[], figure: (row: Row) => number): Bar[] {
  return rows.map((row) => ({
    label: row.rule,
    value: figure(row),
    text: percent(figure(row)),
    ours: isOurs(row.rule),
  }))
}

/** False alarms beside detection: a rule is only as good as both. */
function compareRules(rows: readonly Row[]): string {
  return barPanels('The same simulated launches, judged by different rules', [
    {
      title: 'reports with a false alarm, nothing changed',
      top: 1,
      bars: bars(pick(rows, 'reference', 'nothing'), (row) => row.wrongWords),
    },
    {
      title: 'a slowdown of 3 % is found',
      top: 1,
      bars: bars(pick(rows, 'reference', 'slower3'), (row) => row.found ?? 0),
    },
  ])
}

/** What a verdict costs on each kind of noise. */
function launchesByNoise(rows: readonly Row[]): string {
  const panel = (title: string, rule: string) => ({
    title,
    top: 22,
    bars: rows
      .filter((row) => row.scenario === 'nothing' && row.rule === rule)
      .map((row) => ({
        label: nameOf(row.noise),
        value: row.launches,
        text: row.launches.toFixed(1),
        ours: true,
      })),
  })
  return barPanels(
    'Launches a stage until the verdict, nothing changed (a fixed plan of ten pairs takes 20)',
    [panel('as it comes', 'prbench'), panel('on a calibrated host', 'prbench calibrated')],
  )
}

function nameOf(noise: string): string {
  const known = Object.entries(noises).find(([key]) => key === noise)
  return known === undefined ? noise : known[1].name
}

/** What is found, by size of the change and kind of noise. */
function foundByScenario(rows: readonly Row[]): string {
  const panel = (title: string, scenario: string) => ({
    title,
    top: 1,
    bars: rows
      .filter((row) => row.scenario === scenario && row.rule === 'prbench')
      .map((row) => ({
        label: nameOf(row.noise),
        value: row.found ?? 0,
        text: percent(row.found ?? 0),
        ours: true,
      })),
  })
  return barPanels('Changes found, not calibrated', [
    panel('-3 %, one case', 'slower3Hardest'),
    panel('-7 %, one case', 'slower7Hardest'),
    panel('-10 % in one of nine cases', 'oneCase'),
  ])
}

/** The smallest change each look sees, for a host like the reference noise and for one that is louder. */
function detectable(): string {
  const looks = looksAt(defaultLooks)
  const stageMetrics = 12
  const line = (label: string, pairSd: number, priorDf: number, labelShift: number) => ({
    label,
    ours: labelShift !== 0,
    labelShift,
    points: detectableAtLooks(looks, { pairSd, priorDf }, stageMetrics).flatMap(({ pairs, change }) =>
      change === undefined ? [] : [[pairs, change] as const],
    ),
  })
  const quiet = Math.SQRT2 * Math.hypot(noises.reference.launch, 0.0055 / 3)
  const loud = Math.SQRT2 * Math.hypot(noises.loud.launch, 0.011 / 3)
  return curves(
    'Smallest slowdown found with 90 % power at each look (four stages)',
    {
      x: 'valid pairs',
      xs: [4, 5, 6, 8, 10],
      top: 0.25,
      ticks: [0, 0.05, 0.1, 0.15, 0.2, 0.25],
      tick: (share) => `${Math.round(100 * share)} %`,
    },
    [
      line('launches vary by 1.5 %', loud, 0, 0),
      line('by 0.6 %', quiet, 0, -7),
      line('by 0.6 %, calibrated', quiet, 3, 9),
    ],
  )
}
