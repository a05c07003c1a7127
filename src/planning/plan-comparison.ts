import { join } from 'node:path'
import type { ComparisonIdentity } from '../comparison/activities.js'
import type { Arm } from '../comparison/arm.js'
import { defaultDeadlineSeconds, launchesAllowed, redoLimit } from '../comparison/limits.js'
import { looksOf } from '../verdict/looks.js'
import { hostFailureLimit, type ImagePlan, type Plan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import type { Source } from '../comparison/source.js'
import { selectRecipes } from '../recipes/select.js'
import { runDirectoryName } from '../run/layout.js'
import { headTag, mainTag, pullTag, rocmVersion } from '../engines/sglang/image-name.js'
import { refuseMissingMode } from './missing-mode.js'
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
}

/**
 * Decides everything about a comparison before anything runs. Pure: the same request, source and facts give
 * the same plan.
 *
 * @throws RequestRefused, UnknownModelError
 */
export function planComparison(request: ComparisonRequest, source: Source, facts: PlanningFacts): Plan {
  const recipes = selectRecipes(request.models, request.recipes, facts.shippedRecipes)
  refuseMissingMode(request, recipes, [...facts.shippedRecipes, ...request.recipes])
  const createdAt = facts.now.toISOString()
  const stages = planStages(request, recipes, request.hosts ?? facts.hosts)
  const looks = looksOf(request)
  return {
    schema: 1,
    comparison: facts.comparison,
    run: facts.run,
    createdAt,
    request,
    source,
    runDirectory: join(request.outputFolder ?? facts.outputFolder, runDirectoryName(source, createdAt)),
    seed: request.seed ?? seedOf(source),
    images: imagePlans(request, source, recipes),
    stages,
    looks,
    calibration: [],
    redoLimit,
    hostFailureLimit,
    deadlineSeconds: request.deadlineSeconds ?? defaultDeadlineSeconds({ stages, looks }),
    launchLimit: request.maxLaunches ?? stages.length * launchesAllowed(looks),
  }
}

/** Both arms are built from one base, so all models of a comparison share it. */
function imagePlans(
  request: ComparisonRequest,
  source: Source,
  recipes: readonly Recipe[],
): Record<Arm, ImagePlan> {
  const bases = [...new Set(recipes.map((recipe) => recipe.image.base))]
  const baseImage = request.baseImage ?? bases[0]
  if (baseImage === undefined || (request.baseImage === undefined && bases.length > 1)) {
    throw new RequestRefused(
      `the recipes build on different images (${bases.join(', ')}). Choose one with --base-image`,
    )
  }
  const gpuArchitecture = recipes[0]?.image.gpuArchitecture ?? 'gfx942'
  const { base, head, pullRequest } = source
  if (request.skipBuild) {
    const { mainImage = '', prImage = '' } = request
    return {
      main: { arm: 'main', tag: mainImage, baseImage, gpuArchitecture },
      pr: { arm: 'pr', tag: prImage, baseImage, gpuArchitecture },
    }
  }
  const rocm = rocmVersion(baseImage)
  const prTag =
    pullRequest === undefined ? headTag(head.sha, rocm) : pullTag(pullRequest.number, head.sha, rocm)
  return {
    main: { arm: 'main', tag: mainTag(base.sha, rocm), sha: base.sha, baseImage, gpuArchitecture },
    pr: { arm: 'pr', tag: prTag, sha: head.sha, baseImage, gpuArchitecture },
  }
}

/** The order of arms is drawn from the commits: the same comparison has the same order, whoever starts it. */
function seedOf(source: Source): number {
  return Number.parseInt(source.base.sha.slice(0, 6) + source.head.sha.slice(0, 6), 16) >>> 0
}
