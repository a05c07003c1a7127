import { describe, expect, it } from 'vitest'
import { refusal } from './refusal.js'
import { requestSchema } from './request.js'

function refusalOf(input: unknown): string {
  const parsed = requestSchema.safeParse(input)
  return parsed.success ? '' : refusal(parsed.error, 'the request')
}

describe('requestSchema', () => {
  it('fills in what a person may leave out', () => {
    const request = requestSchema.parse({ repository: 'o/r', pullRequest: 7 })

    expect(request).toMatchObject({
      models: ['grok', 'deepseek'],
      maxPairs: 10,
      threshold: 0.05,
      skipBuild: false,
    })
  })

  it.each([
    [{ pullRequest: 7, repository: undefined }, 'repository: '],
    [{}, 'pullRequest: name a pull request, or a base and a head'],
    [{ pullRequest: 0 }, 'pullRequest: '],
    [{ pullRequest: '7' }, 'pullRequest: '],
    [{ pullRequest: 7, base: 'main', head: 'x' }, 'not both'],
    [{ base: 'main' }, 'head: missing: a base needs a head'],
    [{ head: 'main' }, 'base: missing: a head needs a base'],
    [{ base: '--upload-pack=x', head: 'main' }, 'base: not the name of a commit'],
    [{ pullRequest: 7, skipBuild: true, mainImage: 'a' }, 'skipBuild: needs two images: add --pr-image'],
    [
      { pullRequest: 7, mainImage: 'a', prImage: 'b' },
      'skipBuild: missing: --main-image and --pr-image are used with it alone',
    ],
    [{ pullRequest: 7, pairs: 0 }, 'pairs: '],
    [{ base: 'main', head: 'next', calibrate: true }, 'calibrate: a calibration compares one commit'],
    [{ pullRequest: 7, historical: true, pairs: 4 }, 'pairs: --historical measures one pair'],
    [{ pullRequest: 7, outputFolder: 'here' }, 'outputFolder: an absolute path'],
    [{ pullRequest: 7, benchmarkTypes: ['both'] }, 'benchmarkTypes.0: '],
    [{ pullRequest: 7, pull: 7 }, 'Unrecognized key: "pull"'],
    ['pull request 7', 'expected object'],
  ])('refuses %j with a sentence that names the field', (input, sentence) => {
    const told = refusalOf(typeof input === 'string' ? input : { repository: 'o/r', ...input })

    expect(told).toContain('the request: ')
    expect(told).toContain(sentence)
  })
})
