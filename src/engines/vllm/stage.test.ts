import { describe, expect, it } from 'vitest'
import { vllmDefinition } from './definition.js'
import { recipeOf } from './recipe.fixture.js'

const request = { mode: 'normal', historical: false, skipGsm8k: false } as const

describe('an offline stage', () => {
  it('has a case for each batch and each load, each in a process of its own', () => {
    const stage = vllmDefinition.stage(recipeOf(), 'offline', request)

    expect(stage?.cases.map(({ name }) => name)).toEqual([
      'TP=2, BS=1, IL=32, OL=8',
      'TP=2, BS=4, IL=32, OL=8',
      'TP=2, prompts=16, IL=32, OL=8',
    ])
    expect(stage?.processes).toBe(3)
    expect(stage?.expectedLaunchSeconds).toBe(3 * (60 + 10))
  })

  it('decides by throughput, and shows the latency that is the same upside down', () => {
    const stage = vllmDefinition.stage(recipeOf(), 'offline', request)

    expect(stage?.metrics.map(({ name, role }) => [name, role])).toEqual([
      ['throughput', 'deciding'],
      ['latency', 'judged'],
    ])
  })
})

describe('an online stage', () => {
  it('has a case for each load, all on one server', () => {
    const stage = vllmDefinition.stage(recipeOf(), 'online', request)

    expect(stage?.cases.map(({ name }) => name)).toEqual(['request rate 4', 'concurrency 2'])
    expect(stage?.processes).toBe(1)
    expect(stage?.metrics.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'ttft_median',
        'itl_median',
        'tpot_median',
        'e2e_latency_median',
        'output_throughput',
      ]),
    )
  })

  it('is not there in another mode than the normal one', () => {
    const stage = vllmDefinition.stage(recipeOf(), 'online', { ...request, mode: 'dummy' })

    expect(stage).toBeUndefined()
  })
})

describe('a recipe', () => {
  it('that asks for accuracy is refused', () => {
    const read = () => vllmDefinition.recipe.parse({ ...recipeOf(), gsm8k: { threshold: 0.8 } })

    expect(read).toThrow('gsm8k')
  })

  it('that has neither batches nor loads offline is refused', () => {
    const { offline, ...rest } = recipeOf()
    const none = { ...(offline as object), latency: [], throughput: [] }

    const read = () => vllmDefinition.recipe.parse({ ...rest, offline: none })

    expect(read).toThrow('give latency or throughput cases')
  })
})

describe('the flags that prbench gives itself', () => {
  it('are those of the programs that get the flags at a place of the recipe', () => {
    const reservedAt = (...path: string[]) => vllmDefinition.reservedFlags(recipeOf(), path)

    expect(reservedAt('offline', 'throughput', '0', 'flags')).toContain('--num-prompts')
    expect(reservedAt('offline', 'latency', '0', 'flags')).not.toContain('--num-prompts')
    expect(reservedAt('offline', 'flags')).toEqual(expect.arrayContaining(['--num-prompts', '--num-iters']))
    expect(reservedAt('online', 'serverFlags')).toContain('--port')
    expect(reservedAt('flags')).toEqual(expect.arrayContaining(['--num-prompts', '--port']))
  })
})
