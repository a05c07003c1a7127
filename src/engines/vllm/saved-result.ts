import { z } from 'zod'
import { loadResultReader } from '../load-result.js'
import { readJsonRow } from '../output/json-lines.js'
import type { SavedLoad } from '../saved-load.js'

const read = loadResultReader('e2el')

/** What tells a load from others, as `vllm bench serve --save-result` writes it; a rate may be "inf". */
const schema = z.object({
  date: z.string().nullish(),
  model_id: z.string().nullish(),
  request_rate: z.union([z.number(), z.string()]).nullish(),
  max_concurrency: z.number().nullish(),
})

export function readSavedResult(text: string, file: string): SavedLoad {
  const { metrics } = read(text, file)
  const {
    date,
    model_id: model,
    request_rate: rate,
    max_concurrency: concurrency,
  } = readJsonRow(text, { file, row: 1 }, schema)
  const named = [
    ...(rate == null ? [] : [`rate ${rate}`]),
    ...(concurrency == null ? [] : [`concurrency ${concurrency}`]),
  ]
  return {
    model: model ?? '',
    case: named.length === 0 ? 'load' : named.join(', '),
    // 20250120-143022, in the time zone of the machine.
    measuredAt: /^\d{8}-\d{6}$/.test(date ?? '') ? (date ?? '') : '',
    metrics,
  }
}
