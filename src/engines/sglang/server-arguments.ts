/** The arguments of an engine with all defaults, as text; `isCut` where the line ended before they did. */
export interface PrintedArguments {
  readonly values: Readonly<Record<string, string>>
  readonly isCut: boolean
}

const start = /\bserver_args=(?:\w{1,40}\(|\{)/
/**
 * How names are written, and what closes the whole, by what opens it: a call, and from 0.5.20 on a
 * dictionary.
 */
const forms = {
  '(': { name: /\s{0,4}([A-Za-z_]\w{0,63})=/y, end: ')' },
  '{': { name: /\s{0,4}'([A-Za-z_]\w{0,63})':\s{0,4}/y, end: '}' },
} as const
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const saysNothing: ReadonlySet<string> = new Set(['None', 'False', "''", '""', '[]', '{}', '()', 'null'])
/** They differ from launch to launch, or nobody may see them. */
const leftOut = /api_?key|secret|password|^random_seed$|^nccl_port$/
/** 0.5.23 has 546. */
const mostArguments = 2000
const longestValue = 200

/**
 * Reads the line in which SGLang prints its arguments, `server_args=ServerArgs(model_path='...', tp_size=8,
 * ...)` or `server_args={'model_path': '...', 'tp_size': 8, ...}`; undefined for any other line. Values are
 * those of Python's `repr`, text without its quotes. What says nothing (None, False, empty), is a key or is
 * drawn anew with each start is left out.
 */
export function readServerArguments(line: string): PrintedArguments | undefined {
  const found = start.exec(line)
  if (!found) return undefined
  const { name, end: last } = found[0].endsWith('{') ? forms['{'] : forms['(']
  const values: Record<string, string> = {}
  let at = found.index + found[0].length
  for (let count = 0; count < mostArguments; count += 1) {
    name.lastIndex = at
    const key = name.exec(line)?.[1]
    if (key === undefined) return { values, isCut: line[at] !== last }
    const end = valueEnd(line, name.lastIndex, last)
    if (end === undefined) return { values, isCut: true }
    const text = line.slice(name.lastIndex, end)
    if (!saysNothing.has(text) && !leftOut.test(key)) values[key] = withoutQuotes(text).slice(0, longestValue)
    if (line[end] === last) return { values, isCut: false }
    at = end + 1
  }
  return { values, isCut: true }
}

/**
 * Where the value that begins at `from` is over: at a comma or the `last` bracket; undefined if it is cut.
 */
function valueEnd(line: string, from: number, last: string): number | undefined {
  const open: string[] = []
  let quote = ''
  for (let at = from; at < line.length; at += 1) {
    const sign = line[at] ?? ''
    if (quote !== '') {
      if (sign === '\\') at += 1
      else if (sign === quote) quote = ''
    } else if (sign === "'" || sign === '"') quote = sign
    else if (closing[sign] !== undefined) open.push(closing[sign])
    else if (sign === open.at(-1)) open.pop()
    else if (open.length === 0 && (sign === ',' || sign === last)) return at
  }
  return undefined
}

function withoutQuotes(text: string): string {
  return /^(['"]).*\1$/s.test(text) ? text.slice(1, -1) : text
}
