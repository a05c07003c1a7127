import type { EngineState } from '../../comparison/launch.js'
import type { ServerReader } from '../engine.js'
import { plainLine } from '../output/printed-line.js'

/** The web server says so last, once the engine behind it has answered. */
const readyText = 'Application startup complete.'

/** What vLLM resolved at its start, as it says it: in the report's words, and a number or a name. */
const resolved = [
  ['tokens in the cache', /\bKV cache size: ([\d,]{1,15}) tokens\b/],
  ['context length', /\bUsing max model len (\d{1,12})\b/],
  ['chunked prefill size', /\bmax_num_batched_tokens=(\d{1,12})\b/],
  ['attention backend', /\bUsing (\w{1,40}) backend out of potential backends\b/],
] as const

/** Each line that `ServerLog` knows holds one of these. */
export const serverMarkers = [
  readyText,
  ...['KV cache size: ', 'Using max model len ', 'max_num_batched_tokens=', ' backend out of potential'],
] as const

/** Reads the log of an engine from its start on: what it resolved, and of a server whether it is ready. */
export class ServerLog implements ServerReader {
  isReady = false
  state: EngineState = { resolved: {} }

  read(line: string): void {
    const text = plainLine(line)
    if (text.includes(readyText)) this.isReady = true
    for (const [name, pattern] of resolved) {
      const found = pattern.exec(text)?.[1]
      if (found === undefined) continue
      const digits = found.replaceAll(',', '')
      const value = /^\d+$/.test(digits) ? Number(digits) : found
      this.state = { resolved: { ...this.state.resolved, [name]: value } }
    }
  }
}
