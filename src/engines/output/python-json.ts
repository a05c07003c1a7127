/** Why a row that Python's `json.dumps` should have written is none. */
export type PythonJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly what: string }

// Strings are passed over by hand: a pattern for them needs a stack that grows with each escaped sign.
const quoteOrNumber = /"|-?Infinity\b|NaN\b|-?\d[\d.eE+-]*/g

/**
 * Parses what Python's `json.dumps` writes: JSON, and bare `Infinity`, `-Infinity` and `NaN`, which
 * `JSON.parse` refuses. `NaN` is read as null, "no number". A number too large for a double (1e999) is
 * refused: no program wrote it by measuring.
 */
export function parsePythonJson(text: string): PythonJson {
  if (text.includes('\0'))
    return { ok: false, what: 'it holds NUL bytes, as a file does after a crash of its host' }
  const pieces: string[] = []
  let copied = 0
  let tooLarge: string | undefined
  const search = new RegExp(quoteOrNumber)
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    const token = found[0]
    if (token === '"') {
      search.lastIndex = endOfString(text, found.index)
    } else if (token === 'NaN' || token.endsWith('Infinity')) {
      const plain = token === 'NaN' ? 'null' : token.replace('Infinity', '1e999')
      pieces.push(text.slice(copied, found.index), plain)
      copied = search.lastIndex
    } else if (!Number.isFinite(Number(token))) {
      tooLarge ??= token.slice(0, 20)
    }
  }
  const json = pieces.join('') + text.slice(copied)
  if (tooLarge !== undefined) return { ok: false, what: `${tooLarge} is no number that can be measured` }
  try {
    return { ok: true, value: JSON.parse(json) }
  } catch {
    return {
      ok: false,
      what: 'it is not whole: the writer was stopped, or something else wrote into the file',
    }
  }
}

/** The place behind the string that begins there, or the text's end where it never ends. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let first = quote
    while (first > start + 1 && text[first - 1] === '\\') first -= 1
    if ((quote - first) % 2 === 0) return quote + 1
  }
  return text.length
}
