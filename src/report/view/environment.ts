import type { Arm } from '../../comparison/arm.js'
import { arms } from '../../comparison/arm.js'
import type { SourceCommit } from '../../comparison/source.js'
import type { BuiltImage } from '../../comparison/image.js'
import { imageSetFor } from '../../comparison/image-plan.js'
import type { Plan, StagePlan } from '../../comparison/plan.js'
import { validPairs } from '../../run/samples.js'
import type { RunRecord } from '../../run/record.js'
import { firstArmOf } from './attempts.js'
import { duration } from '../words/duration.js'
import { formatCount } from '../words/numbers.js'
import { clip } from './clip.js'
import { engineFacts } from './engine-facts.js'
import { redactEnvironment, redactKeys } from '../../engines/output/redact-keys.js'
import { overridesOf } from './overrides.js'

/** A line of the environment: what is to be copied stands in `code`. */
export interface Fact {
  readonly label: string
  readonly code: string
  readonly text: string
}

/** Where and with what it was measured: what a person needs to measure it again. */
export function environmentOf(record: RunRecord): Fact[] {
  const { plan } = record
  return [
    commitFact('main', plan.source.base),
    commitFact('pr', plan.source.head),
    ...imageFacts(record),
    ...plan.stages.map((stage) => orderFact(stage, record)),
    fact('Order seed', String(plan.seed)),
    ...settings(plan.stages),
    ...engineFacts(record),
    ...overrides(plan),
    fact('Comparison', plan.comparison, `run ${plan.run}`),
  ]
}

function commitFact(arm: Arm, commit: SourceCommit): Fact {
  const text = [commit.why, commit.subject].filter((part) => part !== '').join(': ')
  return fact(`Commit of ${arm}`, commit.sha, clip(text))
}

function imageFacts(record: RunRecord): Fact[] {
  const hosts = [...new Set(record.images.map((image) => image.host))].sort()
  return arms.flatMap((arm) => {
    const images = record.images.filter((image) => image.arm === arm)
    if (images.length === 0) return [fact(`Image of ${arm}`, record.plan.images[arm].tag, 'not built')]
    return images.flatMap((image) => {
      const { architecture, host } = image
      const where = `${hosts.length > 1 ? ` on ${host}` : ''}${architecture === undefined ? '' : ` for ${architecture}`}`
      const origin = image.built ? `built in ${duration(image.seconds * 1000)}` : 'was there already'
      const { baseImage } = imageSetFor(record.plan, architecture)[arm]
      return [
        fact(`Image of ${arm}${where}`, image.id, [image.tag, origin, ...packageWords(image)].join(', ')),
        fact(`Base image of ${arm}${where}`, image.baseImageId, baseImage),
      ]
    })
  })
}

/** What was proven of the engine's package in it. */
function packageWords({ package: held }: BuiltImage): string[] {
  if (held === undefined || held.files === 0) return []
  const own = `its ${formatCount(held.files, 'Python file')} proven to be the commit's`
  return held.generated.length === 0 ? [own] : [own, `made by its build: ${held.generated.join(' ')}`]
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
