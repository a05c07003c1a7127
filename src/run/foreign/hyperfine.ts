import { z } from 'zod'
import { median } from '../../verdict/statistics/location.js'
import { checkedJson } from '../json-file.js'
import type { ForeignLaunch } from './launch.js'

const seconds = z.number().positive()
const parameter = z.union([z.string(), z.number()])

/** What `hyperfine --export-json` writes, as far as it is read. */
const schema = z.object({
  results: z
    .array(
      z.object({
        command: z.string(),
        parameters: z.record(z.string(), parameter).optional(),
        median: seconds,
        times: z.array(seconds).min(1).optional(),
      }),
    )
    .min(1),
})

/** A launch's commands; a file of one command calls it `command`, as its text differs between two versions. */
export function readHyperfine(text: string, file: string): ForeignLaunch {
  const { results } = checkedJson(text, file, schema)
  const values = results.map((result) => ({
    case: results.length === 1 ? 'command' : nameOf(result),
    metric: 'time',
    unit: 's',
    better: 'lower' as const,
    value: result.times === undefined ? result.median : median(result.times),
  }))
  return { file, measuredAt: '', values }
}

/** Commands with parameters are told apart by these. */
function nameOf({ command, parameters = {} }: z.infer<typeof schema>['results'][number]): string {
  const named = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  return named.length === 0 ? command : named.join(', ')
}
