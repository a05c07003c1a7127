import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { drawCharts } from './charts.js'
import { checkGoals } from './goals.js'
import { foundWithKnownNoise } from './known-noise.js'
import { noises, type NoiseName } from './noise.js'
import { tableHead, tableLine, type Row, type Simulation } from './rows.js'
import { scenarios, type ScenarioName } from './scenario.js'
import { sequentialBound } from './sequential-bound.js'
import { simulate } from './simulate.js'
import { judgingSeconds } from './speed.js'

/*
 * npm run bench:verdicts -- [--reports 1000] [--seed 7] [--noise a,b] [--scenario a,b] [--ours] [--charts DIR] [--from FILE]
 * Prints a table, how the goals fared, and one JSON line. --charts draws the pictures of docs/verdicts.md, --from takes the
 * JSON line of an earlier run instead of simulating.
 */
const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '7' },
    noise: { type: 'string' },
    scenario: { type: 'string' },
    ours: { type: 'boolean', default: false },
    charts: { type: 'string' },
    from: { type: 'string' },
  },
})

const simulation = values.from === undefined ? run() : await readSimulation(values.from)
for (const { goal, worst, where, holds, missed } of checkGoals(simulation.rows)) {
  console.log(`${holds ? 'holds ' : 'MISSED'} ${goal}: worst ${worst.toFixed(3)} (${where})`)
  for (const place of missed) console.log(`         ${place}`)
}
if (values.charts !== undefined) {
  await mkdir(values.charts, { recursive: true })
  for (const [name, picture] of Object.entries(drawCharts(simulation.rows)))
    await writeFile(join(values.charts, name), picture)
}
const change = Math.log1p(-0.03)
for (const tested of ['calmest metric', 'mean over metrics'] as const) {
  for (const cases of [1, 9]) {
    const found = foundWithKnownNoise(noises.loud, cases, change, tested)
    console.log(
      `3 % on loud noise, a stage of ${cases}, noise known exactly, ${tested}, ten pairs always: found in ${percent(found)} %`,
    )
  }
  const { launches, falseWords, found } = sequentialBound(noises.loud, change, tested)
  console.log(
    `3 % on loud noise, noise known exactly, ${tested}, looking after every pair: ${launches.toFixed(1)} launches where nothing changed ` +
      `(false words ${percent(falseWords)} % a stage, found in ${percent(found)} %)`,
  )
}
console.log(`judging 10,000 cells of ten pairs takes ${judgingSeconds().toFixed(2)} s`)
console.log(JSON.stringify(simulation))

function percent(share: number): string {
  return (100 * share).toFixed(share < 0.01 ? 3 : 1)
}

function run(): Simulation {
  const started = performance.now()
  const rows: Row[] = []
  console.log(tableHead)
  for (const noise of chosen<NoiseName>(noises, values.noise))
    for (const scenario of chosen<ScenarioName>(scenarios, values.scenario)) {
      const found = simulate(
        noises[noise],
        scenarios[scenario],
        Number(values.reports),
        Number(values.seed),
        values.ours,
      )
      for (const [rule, figures] of Object.entries(found)) {
        const row = { noise, scenario, rule, ...figures }
        rows.push(row)
        console.log(tableLine(noises[noise].name, scenarios[scenario].name, row))
      }
    }
  return { seed: Number(values.seed), seconds: Math.round((performance.now() - started) / 1000), rows }
}

/** Those of `all` that `text` names, in their order; all where it names none. */
function chosen<Name extends string>(all: Readonly<Record<Name, unknown>>, text: string | undefined): Name[] {
  const asked = text?.split(',')
  const unknown = asked?.filter((name) => !(name in all)) ?? []
  if (unknown.length > 0) {
    console.error(
      `no such noise or scenario: ${unknown.join(', ')}; there are ${Object.keys(all).join(', ')}`,
    )
    process.exit(2)
  }
  const names: Name[] = []
  for (const name in all) if (asked?.includes(name) ?? true) names.push(name)
  return names
}

async function readSimulation(file: string): Promise<Simulation> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const parsed: unknown = JSON.parse(lines.at(-1) ?? '')
  if (!isSimulation(parsed)) throw new Error(`${file}: its last line is not the JSON line of this simulation`)
  return parsed
}

function isSimulation(value: unknown): value is Simulation {
  return typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows)
}
