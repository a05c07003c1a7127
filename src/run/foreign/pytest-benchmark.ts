import { z } from 'zod'
import { checkedJson } from '../json-file.js'
import type { ForeignLaunch } from './launch.js'

/** What `pytest --benchmark-json` writes, as far as it is read. Times in seconds. */
const schema = z.object({
  datetime: z.string(),
  benchmarks: z
    .array(z.object({ fullname: z.string(), stats: z.object({ median: z.number().positive() }) }))
    .min(1),
})

export function readPytestBenchmark(text: string, file: string): ForeignLaunch {
  const { datetime, benchmarks } = checkedJson(text, file, schema)
  const time = Date.parse(datetime)
  const values = benchmarks.map(({ fullname, stats }) => ({
    case: fullname,
    metric: 'time',
    unit: 's',
    better: 'lower' as const,
    value: stats.median,
  }))
  return { file, measuredAt: Number.isNaN(time) ? '' : new Date(time).toISOString(), values }
}
