import { describe, expect, it } from 'vitest'
import { loadRecipe } from '../recipes/load.js'
import { Refused } from './command-error.js'
import { type RequestFlags, completeRequest, requestInput } from './options.js'

const refusalOf = (flags: RequestFlags) => {
  try {
    completeRequest(requestInput(flags, '/home/me', []))
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
  return undefined
}

describe('requestInput', () => {
  it('holds nothing but what was given, and the repository that is meant', () => {
    const input = requestInput({ pr: '1234' }, '/home/me', [])

    expect(input).toEqual({ repository: 'sgl-project/sglang', pullRequest: 1234 })
  })

  it.each([
    'https://github.com/sgl-project/sglang/pull/1234',
    'https://www.github.com/sgl-project/sglang/pull/1234/files#diff-1',
  ])('takes the address of a pull request, %s', (pr) => {
    const input = requestInput({ pr }, '/home/me', [])

    expect(input).toEqual({ pullRequest: 1234, repository: 'sgl-project/sglang' })
  })

  it('measures the models of the recipes that are given', async () => {
    const recipe = await loadRecipe('recipes/demo.yaml')

    const [alone, named] = [{}, { models: ['demo2'] }].map((models) =>
      requestInput({ pr: '7', ...models }, '/home/me', [recipe]),
    )

    expect(alone?.models).toEqual(['demo'])
    expect(named?.models).toEqual(['demo2'])
  })

  it('takes a small threshold that says percent', () => {
    const request = completeRequest(requestInput({ pr: '7', threshold: '0.05%' }, '/home/me', []))

    expect(request.threshold).toBe(0.0005)
  })

  it('takes every flag', () => {
    const flags: RequestFlags = {
      pr: '7',
      repo: './engine',
      models: ['demo'],
      benchmarkTypes: ['offline'],
      mode: 'long_context',
      skipBuild: true,
      mainImage: 'a/b:main',
      prImage: 'a/b:pr',
      skipGsm8k: 'false',
      workDir: 'results',
      pairs: '1',
      budget: '90m',
      threshold: '2.5',
      host: ['h1', 'h2'],
      historical: true,
      seed: '0',
    }

    const request = completeRequest(requestInput(flags, '/home/me', []))

    expect(request).toMatchObject({
      pullRequest: 7,
      repository: '/home/me/engine',
      mode: 'long_context',
      skipBuild: true,
      skipGsm8k: false,
      outputFolder: '/home/me/results',
      pairs: 1,
      budgetSeconds: 5400,
      threshold: 0.025,
      hosts: ['h1', 'h2'],
      historical: true,
      seed: 0,
    })
  })

  it.each<[string, RequestFlags, string | RegExp]>([
    ['nothing to compare', {}, 'nothing to compare: add --pr 1234, or --base REF --head REF'],
    ['a malformed pull request', { pr: 'abc' }, '--pr needs a whole number, such as --pr 1234; got "abc"'],
    ['an empty pull request', { pr: '' }, /^--pr needs a whole number/],
    ['a negative pull request', { pr: '-1' }, /^--pr needs a whole number/],
    ['pull request zero', { pr: '0' }, /^--pr: /],
    [
      'a pull request and commits',
      { pr: '1', base: 'main', head: 'x' },
      /^--pr: name either a pull request or/,
    ],
    [
      'a pull request and one commit',
      { pr: '7', base: 'a' },
      '--pr: name either a pull request or a base and a head, not both',
    ],
    ['a head alone', { head: 'x' }, /^--base: /],
    [
      'a commit that is an option',
      { base: '--upload-pack=x', head: 'x' },
      /^--base: not the name of a commit/,
    ],
    [
      'an unknown type',
      { pr: '1', benchmarkTypes: ['ofline'] },
      'unknown benchmark type "ofline"; did you mean "offline"? Choose from offline, online',
    ],
    ['an unknown mode', { pr: '1', mode: 'fast' }, /^unknown mode "fast". Choose from normal/],
    [
      'no images',
      { pr: '1', skipBuild: true },
      '--skip-build: needs two images: add --main-image and --pr-image',
    ],
    [
      'one image',
      { pr: '1', skipBuild: 'true', mainImage: 'a' },
      '--skip-build: needs two images: add --pr-image',
    ],
    ['images without skip-build', { pr: '1', prImage: 'a' }, /^--skip-build: missing: /],
    [
      'an image that is an option',
      { pr: '1', baseImage: '-x' },
      /^--base-image: not the name of a Docker image/,
    ],
    [
      'neither true nor false',
      { pr: '1', skipGsm8k: 'maybe' },
      '--skip-gsm8k needs true or false; got "maybe"',
    ],
    ['too many pairs', { pr: '1', pairs: '51' }, /^--pairs: /],
    ['a number and a bound', { pr: '1', pairs: '4', maxPairs: '8' }, /^use either --pairs or --max-pairs/],
    ['a budget without a unit', { pr: '1', budget: '6' }, /^--budget needs a time, such as --budget 6h/],
    ['half a pair', { pr: '1', pairs: '1.5' }, /^--pairs needs/],
    ['no threshold', { pr: '1', threshold: '0' }, /^--threshold needs a percentage/],
    ['a huge threshold', { pr: '1', threshold: '51' }, /^--threshold needs a percentage/],
    [
      'a threshold that may be a fraction',
      { pr: '1', threshold: '0.05' },
      '--threshold 0.05 has two readings: use --threshold 5 for 5 %, or --threshold 0.05% for 0.05 %',
    ],
    [
      'a pull request of another repository',
      { pr: 'https://github.com/a/b/pull/7', repo: 'c/d' },
      '--pr is a pull request of a/b, and --repo is c/d: leave --repo out',
    ],
    [
      'a pull request as a repository',
      { pr: '7', repo: 'https://github.com/a/b/pull/7' },
      '--repo is the URL of a pull request: use --pr https://github.com/a/b/pull/7',
    ],
    ['a bad host', { pr: '1', host: ['a b'] }, /^--host: letters/],
    ['a bad repository', { pr: '1', repo: 'ext::sh' }, /^--repo: /],
    ['two output folders', { pr: '1', outputDir: 'a', workDir: 'b' }, /use one of them/],
  ])('refuses %s', (_, flags, expected) => {
    const message = refusalOf(flags)

    if (typeof expected === 'string') expect(message).toBe(expected)
    else expect(message).toMatch(expected)
  })
})
