import { describe, expect, it } from 'vitest'
import { demoPlan } from '../../../test/fixtures/record.js'
import { requestSchema, type ComparisonRequestInput } from '../../comparison/request.js'
import { overridesOf } from './overrides.js'

const overridden = (input: Partial<ComparisonRequestInput>) => {
  const plan = demoPlan()
  return overridesOf({
    ...plan,
    request: requestSchema.parse({ repository: 'o/r', pullRequest: 7, ...input }),
  })
}

describe('overridesOf', () => {
  it('has nothing to say of a comparison by the recipes', () => {
    expect(overridden({})).toEqual([])
  })

  it.each<[Partial<ComparisonRequestInput>, RegExp]>([
    [{ baseImage: 'rocm/sgl-dev:other' }, /^--base-image rocm\/sgl-dev:other in place of \S+$/],
    [{ mode: 'dummy' }, /^--mode dummy/],
    [{ historical: true }, /^--historical: one process a case/],
    [{ skipBuild: true, mainImage: 'a:1', prImage: 'b:2' }, /^--skip-build with a:1 and b:2/],
    [{ pairs: 4 }, /^--pairs 4/],
    [{ maxPairs: 6 }, /^--max-pairs 6 in place of 10$/],
    [{ budgetSeconds: 5400 }, /^--budget 5400s$/],
    [{ threshold: 0.03 }, /^--threshold 3 in place of 5$/],
    [{ benchmarkTypes: ['offline'] }, /^--benchmark-types offline$/],
  ])('names %j', (input, words) => {
    expect(overridden(input)).toEqual([expect.stringMatching(words)])
  })

  it('says nothing of a base image that is the recipe’s own', () => {
    const base = demoPlan().stages[0]?.recipe.image.base ?? ''

    expect(overridden({ baseImage: base })).toEqual([])
  })
})
