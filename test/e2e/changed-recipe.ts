import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { useBench } from './bench.js'

/** The root of this repository, which the recipes of the tests name from where they lie. */
const root = join(import.meta.dirname, '../..')

/**
 * A recipe of the tests in the folder of a test, changed; gives its folder and the arguments that compare
 * with it.
 */
export async function changedRecipe(
  bench: ReturnType<typeof useBench>,
  name: string,
  change: (text: string) => string,
): Promise<{
  folder: string
  compareArguments: (pullRequest: number, more?: readonly string[]) => string[]
}> {
  const folder = join(bench.folder(), 'recipes')
  const file = join(folder, `${name}.yaml`)
  const original = bench.recipeFile(name)
  const text = (await readFile(original, 'utf8')).replaceAll('../../..', root)
  await mkdir(folder, { recursive: true })
  await writeFile(file, change(text))
  return {
    folder,
    compareArguments: (pullRequest, more) =>
      bench
        .compareArguments(pullRequest, name, more)
        .map((argument) => (argument === original ? file : argument)),
  }
}
