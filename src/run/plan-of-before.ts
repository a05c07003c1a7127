import { z } from 'zod'
import { benchmarkTypeSchema } from '../comparison/benchmark-type.js'
import { defaultEngine } from '../engines/registry.js'

const stageOfBefore = z.looseObject({
  benchmarkType: benchmarkTypeSchema,
  recipe: z.record(z.string(), z.unknown()),
  isolateCases: z.boolean().default(false),
})

const recordOfBefore = z.looseObject({
  plan: z.looseObject({
    request: z.looseObject({ recipes: z.array(z.record(z.string(), z.unknown())).default([]) }),
    images: z.record(z.string(), z.looseObject({ tag: z.string() })),
    stages: z.array(stageOfBefore),
  }),
})

/**
 * A record from when there was one engine alone, with what plans say now: the engine, and what it plans of
 * a stage. Any other value is given back as it is.
 */
export function withWholePlan(value: unknown): unknown {
  const parsed = recordOfBefore.safeParse(value)
  if (!parsed.success || parsed.data.plan.stages.some((stage) => 'metrics' in stage)) return value
  const { plan } = parsed.data
  const withEngine = (recipe: object) => ({ engine: defaultEngine.name, ...recipe })
  return {
    ...parsed.data,
    plan: {
      ...plan,
      request: { ...plan.request, recipes: plan.request.recipes.map(withEngine) },
      images: Object.fromEntries(
        Object.entries(plan.images).map(([arm, image]) => [arm, without(image, 'gpuArchitecture')]),
      ),
      stages: plan.stages.map(wholeStage),
    },
  }
}

function wholeStage({ isolateCases, ...stage }: z.infer<typeof stageOfBefore>): unknown {
  const recipe = defaultEngine.recipe.safeParse(stage.recipe)
  const request = { mode: 'normal', historical: isolateCases, skipGsm8k: false } as const
  const planned = recipe.success ? defaultEngine.stage(recipe.data, stage.benchmarkType, request) : undefined
  if (planned === undefined) return stage
  // What was asked of accuracy stands in the plan itself.
  return without({ ...planned, accuracy: undefined, ...stage, recipe: planned.recipe }, 'passes')
}

function without(fields: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => key !== name && value !== undefined),
  )
}
