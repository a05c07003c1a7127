import { describe, expect, it } from 'vitest'
import { requestSchema } from '../comparison/request.js'
import { planStages } from './plan-stages.js'
import { recipeOf } from './recipe.fixture.js'
import { RequestRefused } from './request-refused.js'

const expected = { loadSeconds: 10, caseSeconds: 2 }
const offline = { cases: [{ batchSize: 1, inputLength: 8, outputLength: 8 }], expected }
const online = { cases: [{ requestRate: [1, 2], inputLength: 8, outputLength: 8 }], expected }

const request = (fields: Record<string, unknown> = {}) =>
  requestSchema.parse({ repository: 'o/r', pullRequest: 1, ...fields })
const both = recipeOf('both', { offline, online, gsm8k: { threshold: 0.8 } })

describe('planStages', () => {
  it('measures a recipe in all that it has, and spreads the stages over the hosts', () => {
    const recipes = [both, recipeOf('served', { online }), recipeOf('batch', { offline })]

    const stages = planStages(request(), recipes, ['a', 'b'])

    expect(stages.map(({ name, host }) => `${name} ${host}`)).toEqual([
      'both/offline a',
      'both/online b',
      'served/online a',
      'batch/offline b',
    ])
  })

  it('expects one start of a server for all online cases', () => {
    const [stage] = planStages(request({ benchmarkTypes: ['online'] }), [both], ['a'])

    // Two loads, each warmed up for ten seconds.
    expect(stage?.expectedLaunchSeconds).toBe(34)
  })

  it('expects a rate to last longer where the historical number of prompts comes', () => {
    const served = recipeOf('served', {
      online: {
        cases: [{ requestRate: [1, 16], inputLength: 8, outputLength: 8 }],
        secondsPerRate: 90,
        expected,
      },
    })

    const [stage] = planStages(request({ historical: true }), [served], ['a'])

    // 300 prompts in 300 s, and 2,400 in 150 s, each in place of 90 s.
    expect(stage?.expectedLaunchSeconds).toBe(14 + 210 + 60)
  })

  it('asks for accuracy where the recipe does, unless that is to be skipped', () => {
    const online = request({ benchmarkTypes: ['online'] })
    const skipping = request({ benchmarkTypes: ['online'], skipGsm8k: true })

    expect(planStages(online, [both], ['a'])).toMatchObject([{ accuracy: { threshold: 0.8, repeats: 5 } }])
    expect(planStages(skipping, [both], ['a'])[0]).not.toHaveProperty('accuracy')
  })

  it('leaves the online benchmark out of a mode that is of the offline one', () => {
    const modes = { dummy: { cases: offline.cases } }
    const special = recipeOf('special', { offline: { ...offline, modes }, online })

    expect(planStages(request({ mode: 'dummy' }), [special], ['a']).map(({ name }) => name)).toEqual([
      'special/offline',
    ])
  })

  it.each([
    [
      { benchmarkTypes: ['online'] },
      recipeOf('batch', { offline }),
      'the recipe of batch has no online cases',
    ],
    [
      { benchmarkTypes: ['offline'] },
      recipeOf('served', { online }),
      'the recipe of served has no offline cases',
    ],
    [
      { benchmarkTypes: ['online'], mode: 'dummy' },
      both,
      'the recipe of both has no online cases in mode dummy',
    ],
    [
      { mode: 'dummy' },
      recipeOf('served', { online }),
      'the recipe of served has nothing to measure in mode dummy',
    ],
    [{}, recipeOf('empty', {}), 'the recipe of empty has nothing to measure'],
  ])('refuses %o where there is nothing of it', (fields, model, sentence) => {
    const planning = () => planStages(request(fields), [model], ['a'])

    expect(planning).toThrow(RequestRefused)
    expect(planning).toThrow(sentence)
  })

  it('refuses to plan without a host', () => {
    expect(() => planStages(request(), [both], [])).toThrow('no GPU host is known')
  })
})
