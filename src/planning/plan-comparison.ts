import { join } from 'node:path'
import type { ComparisonIdentity } from '../comparison/activities.js'
import { defaultDeadlineSeconds, launchesAllowed, redoLimit } from '../comparison/limits.js'
import { looksOf } from '../verdict/looks.js'
import { hostFailureLimit, type Plan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import type { Source } from '../comparison/source.js'
import { checkRecipe } from '../recipes/check.js'
import { selectRecipes } from '../recipes/select.js'
import { runDirectoryName } from '../run/layout.js'
import type { EngineDefinition } from '../engines/definition.js'
import { engineOf } from '../engines/registry.js'
import type { SourceTrees } from '../image/source-trees.js'
import { refuseMissingMode } from './missing-mode.js'
import { planImages, planNamedImages } from './plan-images.js'
import { planStages } from './plan-stages.js'
import { RequestRefused } from './request-refused.js'

/** What a plan needs to know beside the request and its source. */
export interface PlanningFacts extends ComparisonIdentity {
  shippedRecipes: readonly Recipe[]
  /** The hosts that stages may run on, where the request names none. */
  hosts: readonly string[]
  /** Where run directories are made, where the request does not say. */
  outputFolder: string
  now: Date
  /** Reads the trees of both commits; asked only where something is built. */
  readTrees: (places: readonly (readonly string[])[]) => Promise<SourceTrees>
}

/**
 * Decides everything about a comparison before anything runs: the same request, source and facts give the
 * same plan.
 *
 * @throws RequestRefused, UnknownModelError
 */
export async function planComparison(
  request: ComparisonRequest,
  source: Source,
  facts: PlanningFacts,
): Promise<Plan> {
  const given = request.recipes.map(checked)
  const recipes = selectRecipes(request.models, given, facts.shippedRecipes)
  const engine = engineOfAll(recipes)
  refuseMissingMode(request, recipes, [...facts.shippedRecipes, ...given])
  const createdAt = facts.now.toISOString()
  const stages = planStages(request, recipes, request.hosts ?? facts.hosts)
  const looks = looksOf(request)
  const places = () => recipes.map(({ image }) => engine.image.dockerfiles(image))
  const images = request.skipBuild
    ? planNamedImages(request, recipes)
    : planImages({ request, source, engine, trees: await facts.readTrees(places()) }, recipes)
  return {
    schema: 1,
    comparison: facts.comparison,
    run: facts.run,
    createdAt,
    request,
    source,
    runDirectory: join(request.outputFolder ?? facts.outputFolder, runDirectoryName(source, createdAt)),
    seed: request.seed ?? seedOf(source),
    ...images,
    stages,
    looks,
    calibration: [],
    redoLimit,
    hostFailureLimit,
    deadlineSeconds: request.deadlineSeconds ?? defaultDeadlineSeconds({ stages, looks }),
    launchLimit: request.maxLaunches ?? stages.length * launchesAllowed(looks),
  }
}

/** A request's recipe, which anybody may have written. */
function checked(given: Recipe): Recipe {
  const { recipe, problems } = checkRecipe(given)
  if (recipe !== undefined && problems.length === 0) return recipe
  throw new RequestRefused(`the recipe ${given.name}: ${problems.map(({ message }) => message).join('; ')}`)
}

/** Both arms' images are of one engine. */
function engineOfAll(recipes: readonly Recipe[]): EngineDefinition {
  const engines = new Set(recipes.map(engineOf))
  const [engine] = engines
  if (engine !== undefined && engines.size === 1) return engine
  const listed = recipes.map(({ name, engine: own }) => `${name} on ${own}`).join(', ')
  throw new RequestRefused(
    `the recipes are of several engines (${listed}). Compare those of one with --models`,
  )
}

/** The order of arms is drawn from the commits: the same comparison has the same order, whoever starts it. */
function seedOf(source: Source): number {
  return Number.parseInt(source.base.sha.slice(0, 6) + source.head.sha.slice(0, 6), 16) >>> 0
}
