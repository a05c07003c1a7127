import { expect, it } from 'vitest'
import { matchesAny } from './overlay-rules.js'

it.each([
  [
    'python/sglang/**.py',
    ['python/sglang/a.py', 'python/sglang/srt/a b.py'],
    ['python/sglang/a.pyc', 'x/python/sglang/a.py'],
  ],
  ['*.md', ['README.md'], ['docs/README.md', 'README.md.py']],
  ['docs/**', ['docs/a', 'docs/a/b.c'], ['docs', 'other/docs/a']],
  ['a+(b).[c].py', ['a+(b).[c].py'], ['aab.c.py']],
])('the pattern %s names paths', (pattern, named, others) => {
  expect(named.filter((path) => !matchesAny(path, [pattern]))).toEqual([])
  expect(others.filter((path) => matchesAny(path, [pattern]))).toEqual([])
})
