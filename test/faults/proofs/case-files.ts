import { basename, dirname } from 'node:path'
import { z } from 'zod'
import type { CaseFile } from '../evidence.js'

const planSchema = z.object({ process: z.number(), cases: z.array(z.string()) })
const caseSchema = z.object({ case: z.string(), values: z.record(z.string(), z.number()) })

/** Files of launches that had their final name and held no JSON. */
export function halfWritten(files: readonly CaseFile[]): string[] {
  return files.filter(({ value }) => value === undefined).map(({ path }) => path)
}

/** Cases that had their numbers when another process of the launch was started for them. */
export function measuredTwice(files: readonly CaseFile[]): string[] {
  const launches = new Set(files.map(({ path }) => dirname(path)))
  return [...launches].flatMap((launch) => {
    const own = files.filter(({ path }) => dirname(path) === launch)
    const numbersAt = new Map<string, number>()
    for (const { path, value, at } of own) {
      if (!basename(path).startsWith('case-')) continue
      const result = caseSchema.safeParse(value)
      if (!result.success) continue
      const { case: name } = result.data
      numbersAt.set(name, Math.min(at, numbersAt.get(name) ?? Infinity))
    }
    return own.flatMap(({ path, value, at }) => {
      const plan = planSchema.safeParse(value)
      if (!basename(path).startsWith('process-') || !plan.success) return []
      const { process, cases } = plan.data
      return cases
        .filter((name) => (numbersAt.get(name) ?? Infinity) < at)
        .map((name) => `${launch}: ${name} again in process ${process}`)
    })
  })
}
