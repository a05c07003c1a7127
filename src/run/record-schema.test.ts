import { format, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runRecordSchema } from './record.js'

const published = '../../docs/results.schema.json'

const recordJsonSchema = {
  title: 'results.json of a prbench run directory',
  description:
    'Everything that a comparison planned, measured and judged. `schema` counts incompatible changes.',
  ...z.toJSONSchema(runRecordSchema, { unrepresentable: 'any' }),
}

describe('the published schema of results.json', () => {
  // Write it anew with: npx vitest run --project unit src/run/record-schema.test.ts -u
  it('is the one that results.json is checked with', async () => {
    const options = await resolveConfig(import.meta.filename)

    const text = await format(JSON.stringify(recordJsonSchema), { ...options, parser: 'json' })

    await expect(text).toMatchFileSnapshot(published)
  })

  it('names every field of a record', () => {
    const schema = z.object({ properties: z.record(z.string(), z.unknown()) }).parse(recordJsonSchema)

    expect(Object.keys(schema.properties)).toEqual(Object.keys(runRecordSchema.shape))
  })
})
