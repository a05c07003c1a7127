import { z } from 'zod'
import { dial } from './dial.js'
import type { Engine } from './engine.js'

const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((found) => found ?? {})

const usageSchema = z.object({
  Images: list(
    z.object({
      Id: z.string(),
      RepoTags: list(z.string()),
      Labels: labels,
      Created: z.number(),
      Size: z.number(),
      SharedSize: z.number(),
    }),
  ),
  Containers: list(z.object({ Names: list(z.string()), ImageID: z.string() })),
  Volumes: list(
    z.object({ Name: z.string(), Labels: labels, UsageData: z.object({ Size: z.number() }).nullish() }),
  ),
  BuildCache: list(
    z.object({ ID: z.string(), InUse: z.boolean(), Size: z.number(), CreatedAt: z.coerce.date() }),
  ),
})

/** What an Engine holds on its disk, and how much of it. */
export type DiskUsage = z.infer<typeof usageSchema>

/** Docker Engine API, SystemDataUsage. It measures as it answers, which may take minutes on a large disk. */
export async function diskUsage(engine: Engine): Promise<DiskUsage> {
  const answer: unknown = await engine.call('say what it holds', () => engine.docker.df(), {
    deadlineMs: 10 * 60_000,
  })
  return usageSchema.parse(answer)
}

const prunedSchema = z.object({ CachesDeleted: list(z.string()), SpaceReclaimed: z.number() })

/**
 * Removes one record of the build cache. Gives whether it is gone for that: one that is in use, or that
 * another one still stands on, stays.
 */
export async function removeFromBuildCache(engine: Engine, id: string): Promise<boolean> {
  // Docker Engine API, BuildPrune. Not dockerode's pruneBuilder, which drops the filter and would remove
  // everything.
  const request = {
    path: '/build/prune?',
    method: 'POST',
    options: { all: true, filters: JSON.stringify({ id: { [id]: true } }) },
    statusCodes: { 200: true, 500: 'server error' },
  }
  const answer = await engine.call(
    `remove build cache ${id}`,
    (abortSignal) => dial(engine, { ...request, abortSignal }),
    { deadlineMs: 120_000 },
  )
  return prunedSchema.parse(answer).CachesDeleted.includes(id)
}
