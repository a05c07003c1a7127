import { format, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { judgementSchema } from '../verdict/judgement.js'
import { runRecordSchema } from './record.js'

/** By file in docs/; the number in `$id` counts incompatible changes. */
const published = {
  'results.schema.json': {
    $id: 'urn:prbench:results:2',
    title: 'results.json of a prbench run directory',
    description:
      'Everything that a comparison planned, measured and judged. `schema` counts incompatible changes.',
    ...z.toJSONSchema(runRecordSchema, { unrepresentable: 'any' }),
  },
  'verdict.schema.json': {
    $id: 'urn:prbench:verdict:1',
    title: 'what prbench verdict --json prints, and judge returns',
    description:
      'Verdicts of cells, metrics, stages and the comparison. Changes are fractions, + is faster. Without a verdict (unpaired launches) it prints figures and notes instead.',
    ...z.toJSONSchema(judgementSchema, { unrepresentable: 'any' }),
  },
}

describe.each(Object.entries(published))('the published %s', (name, schema) => {
  // Write it anew with: npx vitest run --project unit src/run/record-schema.test.ts -u
  it('is the one that prbench checks with', async () => {
    const options = await resolveConfig(import.meta.filename)

    const text = await format(JSON.stringify(schema), { ...options, parser: 'json' })

    await expect(text).toMatchFileSnapshot(`../../docs/${name}`)
  })
})

it('the published schema of results.json names every field of a record', () => {
  const { properties } = z
    .object({ properties: z.record(z.string(), z.unknown()) })
    .parse(published['results.schema.json'])

  expect(Object.keys(properties)).toEqual(Object.keys(runRecordSchema.shape))
})
