import { beginMarker, LoadOutput } from '../load-output.js'

const errorStart = /^Error (\d{1,3}): ?/
/** What follows the errors: a hint, or the block of results. */
const errorsEnd = /^(?:tip: |=====)/

/** Each line that `servingOutput` knows holds one of these. */
export const servingMarkers = [beginMarker, 'Error ', 'tip: ', '====='] as const

/** What `vllm bench serve` prints: tracebacks of failed requests, after `Error 0: ` the first one's. */
export function servingOutput(): LoadOutput {
  let isInFirstError = false
  return new LoadOutput((text, known) => {
    const started = errorStart.exec(text)
    if (started !== null) isInFirstError = started[1] === '0'
    else if (errorsEnd.test(text)) isInFirstError = false
    const said = text.replace(errorStart, '').trim()
    return isInFirstError && said !== '' ? said : known
  })
}
