import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePackage, readPackage } from './package-proof.js'

const path = fc.stringMatching(/^[a-z_]{1,8}(\/[a-z_ ]{1,8}){0,2}\.py$/)
const blob = fc.stringMatching(/^[0-9a-f]{40}$/)
const trees = fc.dictionary(path, blob).map((files) => new Map(Object.entries(files)))

describe('the Python files of a package in an image', () => {
  it('are read as they were printed, whatever is printed between them', () => {
    fc.assert(
      fc.property(trees, fc.stringMatching(/^[ -~]{0,20}$/), (files, noise) => {
        const lines = [...files].flatMap(([name, id]) => [`prbench-package ${id} ${name}`, `a ${noise}`])

        expect(readPackage(['prbench-package found /opt/engine', ...lines].join('\n'))).toEqual(files)
      }),
    )
  })

  it('are those of the commit only where no file is changed or missing', () => {
    fc.assert(
      fc.property(trees, trees, (expected, found) => {
        const { changed, missing, generated } = comparePackage(expected, found, [])

        const names = [...expected.keys()]
        expect([...changed, ...missing].sort()).toEqual(
          names.filter((name) => expected.get(name) !== found.get(name)).sort(),
        )
        expect(missing).toEqual(names.filter((name) => !found.has(name)))
        expect(generated).toEqual([...found.keys()].filter((name) => !expected.has(name)).sort())
      }),
    )
  })

  it('may be what the build likes where the recipe says so', () => {
    const expected = new Map([['_version.py', 'a'.repeat(40)]])

    expect(comparePackage(expected, new Map(), ['_*.py'])).toEqual({
      changed: [],
      missing: [],
      generated: [],
    })
    expect(comparePackage(expected, new Map(), ['deep/_*.py']).missing).toEqual(['_version.py'])
  })
})
