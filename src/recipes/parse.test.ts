import { describe, expect, it } from 'vitest'
import { sglangRecipe } from '../engines/sglang/stage.js'
import { RecipeFileError, parseRecipe } from './parse.js'

const valid = `name: tiny
title: Tiny
historical: {model: TINY, variant: FP8}
image: {base: "tiny/base:1"}
weights:
  model: ../models/tiny
  tokenizer: someone/tiny-tokenizer
tensorParallel: 1
offline:
  cases:
    - batchSize: [1, 2]
      inputLength: 8
      outputLength: 4
  expected: {loadSeconds: 1, caseSeconds: 1}
`

function problemsOf(text: string): readonly string[] {
  try {
    parseRecipe(text, 'my.yaml')
  } catch (error) {
    if (error instanceof RecipeFileError) return error.problems
    throw error
  }
  return []
}

describe('parseRecipe', () => {
  it('tells the first error of a text that is no YAML, and how many there are', () => {
    expect(problemsOf('# prbench\n\na: [b\n`c`: {\n`d\n')).toEqual([
      expect.stringMatching(/^my\.yaml:4: .+ \(number of further errors in the YAML: \d+\)$/),
    ])
  })

  it('takes relative folders from the recipe’s own folder, and leaves hub ids alone', () => {
    const recipe = parseRecipe(valid, '/recipes/here/tiny.yaml')

    expect(recipe.weights).toEqual({ model: '/recipes/models/tiny', tokenizer: 'someone/tiny-tokenizer' })
  })

  it('fills in what has a default', () => {
    const recipe = sglangRecipe({ recipe: parseRecipe(valid, 'tiny.yaml') })

    expect(recipe.offline?.passes).toBe(4)
    expect(recipe.offline?.cases[0]?.inputLength).toEqual([8])
  })

  it.each([
    [
      'a misspelt key',
      valid.replace('batchSize', 'batchsize'),
      ['my.yaml:11: unknown key "batchsize" (did you mean "batchSize"?)'],
    ],
    [
      'a key from nowhere',
      `${valid}qqqqqqqq: 1\n`,
      [expect.stringMatching(/^my\.yaml:15: unknown key "qqqqqqqq"; choose from name, title, /)],
    ],
    [
      'a wrong type',
      valid.replace('tensorParallel: 1', 'tensorParallel: eight'),
      ['my.yaml:8: "tensorParallel": expected number, received string'],
    ],
    [
      'a wrong element of a list',
      valid.replace('[1, 2]', '\n        - 1\n        - two'),
      ['my.yaml:13: "offline.cases[0].batchSize[1]": expected number, received string'],
    ],
    [
      'neither a number nor a list',
      valid.replace('[1, 2]', 'many'),
      ['my.yaml:11: "offline.cases[0].batchSize": expected number or array'],
    ],
    [
      'a key that is missing',
      valid.replace('outputLength: 4', ''),
      ['my.yaml:11: "offline.cases[0]" needs the key "outputLength"'],
    ],
    [
      'a section that is missing',
      valid.replace('title: Tiny\n', ''),
      ['my.yaml:1: the recipe needs the key "title"'],
    ],
    ['a key that is there twice', `${valid}name: again\n`, ['my.yaml:15: Map keys must be unique']],
    [
      'an unknown mode',
      valid.replace('  expected', '  modes: {fast: {cases: []}}\n  expected'),
      ['my.yaml:14: unknown key "fast"; choose from long_context, dummy'],
    ],
    [
      'a bad name in the environment',
      `${valid}environment: {ld preload: x}\n`,
      ['my.yaml:15: "environment.ld preload": upper-case letters, digits and _ only'],
    ],
    [
      'reference values of a case that there is not',
      `${valid}online: {cases: [{requestRate: [1], inputLength: 8, outputLength: 8}], expected: {loadSeconds: 1, caseSeconds: 1}, reference: {label: H100, cases: {rate 1: {ttft_median: 3}}}}\n`,
      ['my.yaml:15: "online.reference.cases.rate 1": no such case; the cases are request rate 1'],
    ],
    [
      'a deadline that is none',
      valid.replace(
        '{loadSeconds: 1, caseSeconds: 1}',
        '{loadSeconds: 1, caseSeconds: 1}\n  processDeadlineSeconds: 1.0e+9',
      ),
      ['my.yaml:15: "offline.processDeadlineSeconds": at most 1728000 seconds, 20 days'],
    ],
    [
      'flags that prbench gives itself',
      valid.replace(
        '      outputLength: 4',
        '      outputLength: 4\n      flags:\n        - --run-name=mine\n  flags: [--batch, "4"]',
      ) + 'flags: [--tp, "8", --port, "1"]\n',
      [
        'my.yaml:18: "flags[0]": The flag --tp is set by prbench (as --tp-size): take it out of the recipe\'s flags.',
        expect.stringMatching(/^my\.yaml:16: "offline\.flags\[0\]": The flag --batch is set .*--batch-size/),
        expect.stringMatching(/^my\.yaml:15: "offline\.cases\[0\]\.flags\[0\]": The flag --run-name=mine /),
      ],
    ],
    [
      'flags of a server that prbench gives itself',
      `${valid}flags: [--port, "1"]\nonline: {serverFlags: [--host=x], cases: [{requestRate: [1], inputLength: 8, outputLength: 8}], expected: {loadSeconds: 1, caseSeconds: 1}}\n`,
      [
        expect.stringMatching(/^my\.yaml:15: "flags\[0\]"/),
        expect.stringMatching(/^my\.yaml:16: "online\.serverFlags\[0\]"/),
      ],
    ],
    [
      'an engine that there is not',
      `${valid}engine: sglan\n`,
      ['my.yaml:15: "engine": known are sglang, vllm'],
    ],
    ['no map at all', '- 1\n', ['my.yaml:1: expected object, received array']],
    ['an empty file', '', ['my.yaml:1: expected object, received null']],
    [
      'an alias of nothing',
      valid.replace('name: tiny', 'name: *nobody'),
      [expect.stringContaining('my.yaml')],
    ],
  ])('says where and what to do about %s', (_, text, expected) => {
    const problems = problemsOf(text)

    expect(problems).toEqual(expected)
  })

  it('tells every problem at once', () => {
    const problems = problemsOf(valid.replace('batchSize', 'batchsize').replace('title: Tiny', 'title: 3'))

    expect(problems).toHaveLength(2)
  })

  it('refuses aliases that grow without bound', () => {
    const bomb = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`),
    ]

    expect(problemsOf(bomb.join('\n'))).toEqual([expect.stringContaining('my.yaml')])
  })

  it('takes the data set from the folder of the recipe, too', () => {
    const online = (dataset: string) =>
      `${valid}online:
  dataset: ${dataset}
  cases: [{requestRate: [1], inputLength: 8, outputLength: 4}]
  expected: {loadSeconds: 1, caseSeconds: 1}
`

    expect(parseRecipe(online('../data/sharegpt.json'), '/recipes/tiny.yaml')).toMatchObject({
      online: { dataset: '/data/sharegpt.json' },
    })
    expect(() => parseRecipe(online('sharegpt.json'), '/recipes/tiny.yaml')).toThrow('a path on the host')
  })
})
