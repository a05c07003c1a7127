import type { z } from 'zod'
import type { BenchmarkType } from '../comparison/benchmark-type.js'
import type { Metric } from '../comparison/metric.js'
import type { StagePlan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { OverlayRules } from '../comparison/overlay-rules.js'
import type { ComparisonRequest } from '../comparison/request.js'
import type { DockerfileBase } from './base-of-dockerfile.js'
import type { BuilderFeature } from './dockerfile.js'

/** What has to be known of an engine before anything of it runs: pure data and functions. */
export interface EngineDefinition {
  /** As recipes name it, and as people do. */
  readonly name: string
  readonly title: string
  /** Where its pull requests are, unless the request says otherwise: `owner/name`. */
  readonly repository: string
  /** All metrics of each type of benchmark, in the report's order. */
  readonly metrics: Readonly<Record<BenchmarkType, readonly Metric[]>>
  /** A whole recipe: `recipeShape` with what the engine adds. */
  readonly recipe: z.ZodType<Recipe> & { readonly shape: z.core.$ZodShape }
  /** The flags that prbench gives the programs itself which get those at that place of a recipe. */
  readonly reservedFlags: (recipe: Recipe, path: readonly PropertyKey[]) => readonly string[]
  /** Where a recipe's sections name a file of the host, beside those of every recipe: section and key. */
  readonly hostPaths: readonly (readonly [section: string, key: string])[]
  readonly image: ImageDefinition
  /**
   * What a stage of this type measures; undefined where the recipe has nothing of it in the request's mode.
   */
  readonly stage: (
    recipe: Recipe,
    type: BenchmarkType,
    request: Pick<ComparisonRequest, 'mode' | 'historical' | 'skipGsm8k'>,
  ) => EngineStage | undefined
}

/** The part of a stage's plan that its engine decides. */
export type EngineStage = Omit<StagePlan, 'name' | 'model' | 'benchmarkType' | 'host' | 'launchesSeen'>

/** How an image of a commit is built, and what has to be known of it. */
export interface ImageDefinition {
  /** What tags end in: `rocm630`. */
  readonly tagSuffix: (baseImage: string) => string
  /** The Python package that an image is built for: its name, and its folder in a commit's tree. */
  readonly package: { readonly name: string; readonly folder: string }
  /** Which changes become a layer on main's image, unless a recipe says otherwise. */
  readonly overlay: OverlayRules
  /** Where a commit's tree has its Dockerfile, the newest place first. */
  readonly dockerfiles: (image: Recipe['image']) => readonly string[]
  /** What that Dockerfile is built with. Throws NoBaseError, where it has no base for this image. */
  readonly build: (dockerfile: string, choice: BuildChoice) => ImageBuild
  /**
   * The next program that is run in an image to know it, by the answers to those before, or what is known
   * then.
   */
  readonly probe: (
    answers: readonly ProbeAnswer[],
    needs: { readonly drivesServers: boolean },
  ) => ImageProbe | { readonly probed: Readonly<Record<string, unknown>> }
}

export interface BuildChoice {
  readonly image: Recipe['image']
  /** The commit, 40 hex digits. */
  readonly sha: string
}

export interface ImageBuild {
  /** All but those that name the base image and what is cloned. */
  readonly arguments: Readonly<Record<string, string>>
  readonly base: DockerfileBase
  /** Of the Dockerfile's stages the one to be built; absent for the last. */
  readonly target?: string
  /** Files that the build needs beside the commit's tree, by path. */
  readonly files?: Readonly<Record<string, string>>
  /** The arguments by which it is told what to clone, where it does not take the tree that it is given. */
  readonly clone?: CloneArguments
  /** Where it takes the engine from, where that is plainly neither. */
  readonly foreign?: string
  readonly needs: readonly BuilderFeature[]
}

export interface CloneArguments {
  readonly repository: string
  /** Of a branch that is named as the commit is. */
  readonly branch: string
  /** What the Dockerfile expects its clone to be called. */
  readonly name: string
}

export interface ImageProbe {
  /** What its container is told apart by. */
  readonly name: string
  readonly command: readonly string[]
  /** Importing an engine wants more than looking for its modules. */
  readonly imports?: boolean
}

export interface ProbeAnswer {
  /** Both streams. */
  readonly output: string
  readonly exitCode: number
}
