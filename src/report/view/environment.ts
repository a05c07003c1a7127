import type { Plan, StagePlan } from '../../comparison/plan.js'
import { validPairs } from '../../run/samples.js'
import type { RunRecord } from '../../run/record.js'
import { firstArmOf } from './attempts.js'
import { formatCount } from '../words/numbers.js'
import { clip } from './clip.js'
import { redactEnvironment, redactKeys } from '../../engines/output/redact-keys.js'
import { overridesOf } from './overrides.js'

/** A line of the environment: what is to be copied stands in `code`. */
export interface Fact {
  readonly label: string
  readonly code: string
  readonly text: string
}

/** Where, in what order and with which settings it was measured, the same for both arms. */
export function environmentOf(record: RunRecord): Fact[] {
  const { plan } = record
  return [
    ...plan.stages.map((stage) => orderFact(stage, record)),
    fact('Order seed', String(plan.seed)),
    ...settings(plan.stages),
    ...overrides(plan),
    fact('Comparison', plan.comparison, `run ${plan.run}`),
  ]
}

function orderFact(stage: StagePlan, record: RunRecord): Fact {
  const attempts = record.pairs.filter((pair) => pair.stage === stage.name)
  const counted = validPairs(attempts)
  const order = counted.map((pair) => `${firstArmOf(pair)} first`).join(', ')
  const redone = attempts.length - counted.length
  const more = redone > 0 ? `; ${formatCount(redone, 'attempt')} not counted` : ''
  const text = counted.length === 0 ? 'no valid pair' : `${formatCount(counted.length, 'pair')}: ${order}`
  return fact(stage.name, '', `on ${stage.host}, ${text}${more}`)
}

/**
 * Flags and environment of the models, as their recipes have them but for keys: a report is handed around.
 */
function settings(stages: readonly StagePlan[]): Fact[] {
  const recipes = new Map(stages.map((stage) => [stage.model, stage.recipe]))
  return [...recipes.values()].map((recipe) => {
    const variables = Object.entries(redactEnvironment(recipe.environment))
    const environment = variables.map(([name, value]) => `${name}=${value}`)
    const parts = [...environment, `--tp ${recipe.tensorParallel}`, ...recipe.flags]
    return fact(`Settings of ${recipe.name}`, redactKeys(parts.join(' ')), recipe.weights.model)
  })
}

/** Settings that a person gave in place of the recipes' and prbench's own. */
function overrides(plan: Plan): Fact[] {
  const given = overridesOf(plan)
  return given.length === 0 ? [] : [fact('Asked for', '', given.map((text) => clip(text)).join('; '))]
}

function fact(label: string, code: string, text = ''): Fact {
  return { label, code, text }
}
