import { arms } from '../../comparison/arm.js'
import type { ProcessRecord } from '../../comparison/launch.js'
import type { RunRecord } from '../../run/record.js'
import { validPairs } from '../../run/samples.js'
import { armRow, type ArmFact, type ArmRow } from './arm-row.js'
import { comparedEngines } from './compared-engines.js'
import { settingsOf } from './engine-differences.js'

/** How the engine was started in each stage, and what it resolved. */
export function engineRows({ plan, pairs }: RunRecord): ArmRow[] {
  return plan.stages.flatMap((stage) => {
    const launches = validPairs(pairs.filter((pair) => pair.stage === stage.name)).flatMap(
      (pair) => pair.launches,
    )
    const engines = comparedEngines(launches, ({ started }) => started !== undefined)
    if (arms.every((arm) => engines[arm] === undefined)) return []
    return [armRow(`Engine of ${stage.name}`, (arm) => engineFact(engines[arm]))]
  })
}

function engineFact(engine: ProcessRecord | undefined): ArmFact {
  if (engine?.started === undefined) return { code: '', text: 'not known' }
  const { command, environment, chosen } = engine.started
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  const settings = Object.entries(settingsOf(engine)).map(([label, value]) => {
    const choice = chosen[label]
    return choice === undefined ? `${label} ${value}` : `${label} ${value} (${sourceWords[choice.from]})`
  })
  return { code: [...variables, command].join(' '), text: settings.join(', ') }
}

const sourceWords = { recipe: 'named by the recipe', image: "by the image's name" } as const
