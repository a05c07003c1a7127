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

/** What a YAML text holds, and on which line a place of it begins. */
export interface YamlText {
  readonly value: unknown
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/** What is called with the problems of a text that is no YAML: one, with file and line. */
export type RefuseText = (problems: readonly string[]) => never

export function readYaml(text: string, file: string, refuse: RefuseText): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken, ...more] = document.errors
  if (broken !== undefined) {
    // What follows the first is mostly its doing; a file that is no YAML at all has one in each line.
    const others = more.length === 0 ? '' : ` (number of further errors in the YAML: ${more.length})`
    refuse([`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message}${others}`])
  }
  return {
    value: valueOf(document, file, refuse),
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
  }
}

function valueOf(document: Document, file: string, refuse: RefuseText): unknown {
  try {
    return document.toJS()
  } catch (error) {
    // Aliases that name nothing, or so many that they are an attack.
    return refuse([`${file}: ${error instanceof Error ? error.message : String(error)}`])
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
