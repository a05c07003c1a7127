import { beginMarker, LoadOutput } from '../load-output.js'

const error = 'output.error='

/** Each line that `servingOutput` knows holds one of these. */
export const servingMarkers = [beginMarker, error] as const

/** What SGLang's load generator prints, of any version: of each failed request a traceback, in one line. */
export function servingOutput(): LoadOutput {
  return new LoadOutput((text, known) => {
    if (known !== undefined || !text.startsWith(error)) return known
    const lines = text
      .slice(error.length)
      .replace(/^['"]|['"]$/g, '')
      .split('\\n')
    return (lines.findLast((line) => line.trim() !== '') ?? '').trim()
  })
}
