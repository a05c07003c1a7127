import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const lockfileSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ optionalDependencies: z.record(z.string(), z.string()).default({}) }),
  ),
})

const { '': root, ...packages } = lockfileSchema.parse(
  JSON.parse(await readFile('package-lock.json', 'utf8')),
).packages

describe('package-lock.json', () => {
  it('carries a checksum for every package, and no download address', () => {
    expect(root).toHaveProperty('name', 'prbench')
    for (const [path, entry] of Object.entries(packages)) {
      expect(entry, path).not.toHaveProperty('resolved')
      expect(entry, path).toHaveProperty('integrity', expect.stringMatching(/^sha512-/))
    }
  })

  // npm leaves out in silence what the registry does not serve at that moment, and `npm ci` then refuses the
  // lockfile on every machine (npm/cli#9846).
  it('has the optional packages of all platforms', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !folders(path).some((at) => `${at}node_modules/${name}` in packages),
      ),
    )

    expect(missing).toEqual([])
  })
})

/** The folders in whose node_modules Node looks, from inside a package outwards: 'node_modules/a/' and ''. */
function folders(path: string): string[] {
  const outer = path.slice(0, Math.max(0, path.lastIndexOf('node_modules/')))
  return path === '' ? [''] : [`${path}/`, ...folders(outer.replace(/\/$/, ''))]
}
