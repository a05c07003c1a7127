/** Why a row that Python's `json.dumps` should have written is none. */
export type PythonJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly what: string }

// A string that never ends matches up to the end of the text: so no text makes the pattern slow.
const stringOrNumber = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|-?Infinity\b|NaN\b|-?\d[\d.eE+-]*/g

/**
 * Parses what Python's `json.dumps` writes: JSON, and bare `Infinity`, `-Infinity` and `NaN`, which
 * `JSON.parse` refuses. `NaN` is read as null, "no number". A number too large for a double (1e999) is refused:
 * no program wrote it by measuring.
 */
export function parsePythonJson(text: string): PythonJson {
  if (text.includes('\0'))
    return { ok: false, what: 'it holds NUL bytes, as a file does after a crash of its host' }
  let tooLarge: string | undefined
  const json = text.replace(stringOrNumber, (token) => {
    if (token.startsWith('"')) return token
    if (token === 'NaN') return 'null'
    if (token.endsWith('Infinity')) return token.replace('Infinity', '1e999')
    if (!Number.isFinite(Number(token))) tooLarge ??= token.slice(0, 20)
    return token
  })
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
