import { expect, it } from 'vitest'
import { demoRecord } from '../../test/fixtures/record.js'
import { formatRecord, parseRecord } from './record-file.js'

const record = demoRecord({ pairs: 2 })

/** The text of that record as it was when plans said nothing of engines. */
function textOfBefore(): string {
  const stages = record.plan.stages.map(({ name, model, host, benchmarkType, recipe, cases, ...rest }) => {
    const own: Partial<typeof recipe> = { ...recipe }
    delete own.engine
    const { expectedLaunchSeconds } = rest
    const stage = { name, model, host, benchmarkType, recipe: own, cases, expectedLaunchSeconds }
    return { ...stage, isolateCases: false, passes: 4 }
  })
  const { main, pr } = record.plan.images
  const images = { main: { ...main, gpuArchitecture: 'gfx942' }, pr: { ...pr, gpuArchitecture: 'gfx942' } }
  const built = record.images.map(({ probed, ...image }) => ({ ...image, ...probed }))
  return JSON.stringify({ ...record, plan: { ...record.plan, stages, images }, images: built })
}

it('reads a record of before with what its engine plans now', () => {
  const read = parseRecord(textOfBefore(), 'results.json')

  const images = record.images.map((image) => ({ ...image, probed: {} }))
  expect(read).toEqual({ ...record, images })
})

it('leaves a record of today as it is', () => {
  const read = parseRecord(formatRecord(record), 'results.json')

  expect(read).toEqual(record)
})
