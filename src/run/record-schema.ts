import { z } from 'zod'
import { runRecordSchema } from './record.js'

/** The published JSON Schema of `results.json`, `docs/results.schema.json`. */
export function recordJsonSchema(): object {
  return {
    title: 'results.json of a prbench run directory',
    description:
      'Everything that a comparison planned, measured and judged. `schema` counts incompatible changes.',
    ...z.toJSONSchema(runRecordSchema, { unrepresentable: 'any' }),
  }
}
