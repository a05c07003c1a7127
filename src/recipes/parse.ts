import path from 'node:path'
import {
  type Document,
  type Node,
  LineCounter,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
} from 'yaml'
import type { Recipe } from '../comparison/recipe.js'
import { engineOf } from '../engines/registry.js'
import { checkRecipe } from './check.js'

/** A recipe that cannot be used. The message has one line a problem: `grok.yaml:12: unknown key "x"`. */
export class RecipeFileError extends Error {
  override readonly name = 'RecipeFileError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/**
 * The recipe in a YAML text. `file` is where it was read: problems name it, and folders that start with `./`
 * or `../` are taken from its folder.
 *
 * @throws RecipeFileError, with every problem and its line; of a text that is no YAML with the first
 */
export function parseRecipe(text: string, file: string): Recipe {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const refuse = (found: readonly { line: number; message: string }[]): never => {
    throw new RecipeFileError(found.map(({ line, message }) => `${file}:${line}: ${message}`))
  }
  const [broken, ...more] = document.errors
  if (broken !== undefined) {
    // What follows the first is mostly its doing; a file that is no YAML at all has one in each line.
    const others = more.length === 0 ? '' : ` (number of further errors in the YAML: ${more.length})`
    refuse([{ line: lines.linePos(broken.pos[0]).line, message: `${broken.message}${others}` }])
  }
  const value = valueOf(document, file)
  const { recipe, problems } = checkRecipe(value)
  if (recipe !== undefined && problems.length === 0) {
    return withAbsoluteFolders(recipe, path.dirname(path.resolve(file)))
  }
  return refuse(
    problems.map((problem) => ({
      line: lines.linePos(offsetOf(document, problem.path)).line,
      message: problem.message,
    })),
  )
}

function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS()
  } catch (error) {
    // Aliases that name nothing, or so many that they are an attack.
    throw new RecipeFileError([`${file}: ${error instanceof Error ? error.message : String(error)}`])
  }
}

/** Where the deepest place on this path that the text has begins. */
function offsetOf(document: Document, wanted: readonly PropertyKey[]): number {
  let current: unknown = document.contents
  let offset = startOf(current, 0)
  for (const key of wanted) {
    if (isAlias(current)) current = current.resolve(document)
    if (isMap(current)) {
      const pair = current.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      if (!pair) break
      offset = startOf(pair.key, offset)
      current = pair.value
    } else if (isSeq(current) && typeof key === 'number') {
      current = current.items[key]
      offset = startOf(current, offset)
    }
  }
  return offset
}

function startOf(place: unknown, fallback: number): number {
  return isNode(place) ? ((place satisfies Node).range?.[0] ?? fallback) : fallback
}

/** The places of a recipe where a folder or file of the host stands, for every engine. */
const hostPaths = [
  ['weights', 'model'],
  ['weights', 'tokenizer'],
  ['gsm8k', 'data'],
] as const

/** The recipe with its relative folders and files taken from that folder. */
function withAbsoluteFolders(recipe: Recipe, folder: string): Recipe {
  const changed = structuredClone(recipe)
  for (const [section, key] of [...hostPaths, ...engineOf(recipe).hostPaths]) {
    const inner = changed[section]
    if (typeof inner !== 'object' || inner === null) continue
    const place: unknown = Reflect.get(inner, key)
    if (typeof place === 'string' && /^\.\.?(\/|$)/.test(place))
      Reflect.set(inner, key, path.resolve(folder, place))
  }
  return changed
}
