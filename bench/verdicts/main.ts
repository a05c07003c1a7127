import { parseArgs } from 'node:util'
import { simulate } from './simulate.js'
import { noises, type NoiseName } from './noise.js'
import { scenarios, type ScenarioName } from './scenario.js'

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    noise: { type: 'string' },
    scenario: { type: 'string' },
    ours: { type: 'boolean', default: false },
  },
})

const named = <Name extends string>(
  all: Readonly<Record<Name, unknown>>,
  text: string | undefined,
): Name[] => {
  const names: Name[] = []
  for (const name in all) if (text === undefined || text.split(',').includes(name)) names.push(name)
  return names
}

const noiseNames: NoiseName[] = named(noises, values.noise)
const scenarioNames: ScenarioName[] = named(scenarios, values.scenario)
const started = performance.now()
const rows = []
const percent = (value: number | undefined) =>
  (value === undefined ? '-' : (100 * value).toFixed(1)).padStart(6)
console.log(
  `${'noise'.padEnd(15)} ${'scenario'.padEnd(30)} ${'rule'.padEnd(28)}  words  marks  found no-chg unstab unres.  cover  cells launches`,
)
for (const noise of noiseNames)
  for (const scenario of scenarioNames) {
    const found = simulate(
      noises[noise],
      scenarios[scenario],
      Number(values.reports),
      Number(values.seed),
      values.ours,
    )
    for (const [rule, figures] of Object.entries(found)) {
      rows.push({ noise, scenario, rule, ...figures })
      console.log(
        [
          noises[noise].name.padEnd(15),
          scenarios[scenario].name.padEnd(30),
          rule.padEnd(28),
          percent(figures.wrongWords),
          percent(figures.wrongMarks),
          percent(figures.found),
          percent(figures.noChange),
          percent(figures.unstable),
          percent(figures.unresolved),
          percent(figures.coverage),
          percent(figures.cellCoverage),
          figures.launches.toFixed(2).padStart(8),
        ].join(' '),
      )
    }
  }
console.log(
  JSON.stringify({
    seed: Number(values.seed),
    seconds: Math.round((performance.now() - started) / 1000),
    rows,
  }),
)
