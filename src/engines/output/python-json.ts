/**
 * Parses what Python's `json.dumps` writes: JSON, and bare `Infinity`, `-Infinity` and `NaN`, which
 * `JSON.parse` refuses. `NaN` is read as null, "no number".
 *
 * @throws SyntaxError, where it is no such text
 */
export function parsePythonJson(text: string): unknown {
  let isInString = false
  const json = text.replace(/\\.|"|-?\bInfinity\b|\bNaN\b/gs, (token) => {
    if (token === '"') isInString = !isInString
    if (isInString || token === '"' || token.startsWith('\\')) return token
    return token === 'NaN' ? 'null' : token.replace('Infinity', '1e999')
  })
  return JSON.parse(json) as unknown
}
