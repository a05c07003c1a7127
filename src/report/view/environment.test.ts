import { expect, it } from 'vitest'
import { onlineRecord } from '../../../test/fixtures/online-record.js'
import { environmentOf } from './environment.js'

it('has the settings of a recipe without the keys among them', () => {
  const record = onlineRecord(['grok'])
  const stages = record.plan.stages.map((stage) => ({
    ...stage,
    recipe: {
      ...stage.recipe,
      environment: { HF_TOKEN: 'canary-1', TOKENIZERS_PARALLELISM: 'false' },
      flags: ['--api-key', 'canary-2', '--quantization', 'fp8'],
    },
  }))

  const facts = environmentOf({ ...record, plan: { ...record.plan, stages } })

  expect(facts.find(({ label }) => label === 'Settings of grok')?.code).toBe(
    'HF_TOKEN=*** TOKENIZERS_PARALLELISM=false --tp 8 --api-key *** --quantization fp8',
  )
})
