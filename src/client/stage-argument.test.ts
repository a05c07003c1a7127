import { describe, expect, it } from 'vitest'
import { comparisonAndStage } from './stage-argument.js'

describe('comparisonAndStage', () => {
  it.each([
    [undefined, undefined, {}],
    ['7', undefined, { comparison: '7' }],
    ['grok/offline', undefined, { stage: 'grok/offline' }],
    ['compare/o/r/7', undefined, { comparison: 'compare/o/r/7' }],
    ['7', 'grok/online', { comparison: '7', stage: 'grok/online' }],
    ['7', 'grok', { comparison: '7', stage: 'grok' }],
  ])('%s %s', (first, second, expected) => {
    expect(comparisonAndStage(first, second)).toEqual(expected)
  })
})
