import type { ComparisonRun } from './comparison-run.js'
import type { ServerChoice } from './connection.js'
import type { ProgressOutput } from './progress/output.js'
import { pageOf } from './web-ui.js'

/** Says in the caller's line that a comparison has started or is watched, and its page in the Web UI. */
export function announce(
  output: Pick<ProgressOutput, 'emit' | 'say'>,
  server: Pick<ServerChoice, 'webUi' | 'namespace'>,
  run: ComparisonRun & { attached: boolean },
  line: string,
): void {
  const page = pageOf(server, run)
  const { id: comparison, runId, attached } = run
  output.emit?.({ event: 'started', comparison, run: runId, attached, webUi: page })
  output.say(line)
  if (page !== undefined) output.say(`Web UI: ${page}`)
}
