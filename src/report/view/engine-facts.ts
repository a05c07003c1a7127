import { arms } from '../../comparison/arm.js'
import type { ProcessRecord } from '../../comparison/launch.js'
import type { StagePlan } from '../../comparison/plan.js'
import type { RunRecord } from '../../run/record.js'
import { validPairs } from '../../run/samples.js'
import { comparedEngines } from './compared-engines.js'
import { settingsOf } from './engine-differences.js'
import type { Fact } from './environment.js'

/**
 * How the engine was started in each stage, and what it resolved; one line where that is the same in both
 * arms.
 */
export function engineFacts({ plan, pairs }: RunRecord): Fact[] {
  return plan.stages.flatMap((stage) => {
    const launches = validPairs(pairs.filter((pair) => pair.stage === stage.name)).flatMap(
      (pair) => pair.launches,
    )
    const engines = comparedEngines(launches, ({ started }) => started !== undefined)
    const facts = arms.flatMap((arm) => {
      const engine = engines[arm]
      return engine?.started === undefined ? [] : [{ arm, ...factOf(engine, engine.started) }]
    })
    const [main, pr] = facts
    if (main !== undefined && pr?.code === main.code && pr.text === main.text) {
      return [labelled(stage, 'both arms', main)]
    }
    return facts.map((fact) => labelled(stage, fact.arm, fact))
  })
}

function labelled(stage: StagePlan, whose: string, { code, text }: Omit<Fact, 'label'>): Fact {
  return { label: `Engine of ${stage.name}, ${whose}`, code, text }
}

function factOf(
  engine: ProcessRecord,
  { command, environment, chosen }: NonNullable<ProcessRecord['started']>,
): Omit<Fact, 'label'> {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  const settings = Object.entries(settingsOf(engine)).map(([label, value]) => {
    const choice = chosen[label]
    return choice === undefined ? `${label} ${value}` : `${label} ${value} (${sourceWords[choice.from]})`
  })
  return { code: [...variables, command].join(' '), text: settings.join(', ') }
}

const sourceWords = { recipe: 'named by the recipe', image: "by the image's name" } as const
