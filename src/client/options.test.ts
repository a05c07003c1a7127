import { describe, expect, it } from 'vitest'
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
  it('holds nothing but what was given', () => {
    const input = requestInput({ pr: '1234' }, '/home/me', [])

    expect(input).toEqual({ pullRequest: 1234 })
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
    ['nothing to compare', {}, 'name what to compare: --pr 1234, or two commits with --base REF --head REF'],
    [
      'a malformed pull request',
      { pr: 'abc' },
      '--pr takes a pull request by its number, as in --pr 1234; "abc" is not one',
    ],
    ['an empty pull request', { pr: '' }, /^--pr takes a pull request by its number/],
    ['a negative pull request', { pr: '-1' }, /^--pr takes a pull request by its number/],
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
      'unknown benchmark type "ofline": did you mean "offline"? known are offline, online',
    ],
    ['an unknown mode', { pr: '1', mode: 'fast' }, /^unknown mode "fast": known are normal/],
    [
      'no images',
      { pr: '1', skipBuild: true },
      '--skip-build needs both images: add --main-image and --pr-image',
    ],
    [
      'one image',
      { pr: '1', skipBuild: 'true', mainImage: 'a' },
      '--skip-build needs both images: add --pr-image',
    ],
    ['images without skip-build', { pr: '1', prImage: 'a' }, /add --skip-build/],
    [
      'an image that is an option',
      { pr: '1', baseImage: '-x' },
      /^--base-image: not the name of a Docker image/,
    ],
    [
      'neither true nor false',
      { pr: '1', skipGsm8k: 'maybe' },
      '--skip-gsm8k takes true or false; "maybe" is neither',
    ],
    ['too many pairs', { pr: '1', pairs: '51' }, /^--pairs: /],
    ['a number and a bound', { pr: '1', pairs: '4', maxPairs: '8' }, /^--pairs fixes the number of pairs/],
    ['a budget without a unit', { pr: '1', budget: '6' }, /^--budget takes a time such as 6h/],
    ['half a pair', { pr: '1', pairs: '1.5' }, /^--pairs takes/],
    ['no threshold', { pr: '1', threshold: '0' }, /^--threshold takes percent/],
    ['a huge threshold', { pr: '1', threshold: '51' }, /^--threshold takes percent/],
    ['a bad host', { pr: '1', host: ['a b'] }, /^--host: letters/],
    ['a bad repository', { pr: '1', repo: 'ext::sh' }, /^--repo: /],
    ['two output folders', { pr: '1', outputDir: 'a', workDir: 'b' }, /give one of them/],
  ])('refuses %s', (_, flags, expected) => {
    const message = refusalOf(flags)

    if (typeof expected === 'string') expect(message).toBe(expected)
    else expect(message).toMatch(expected)
  })
})
