import type { ComparisonRun } from './comparison-run.js'
import type { Server } from './connection.js'
import type { ProgressOutput } from './progress/output.js'
import { workflowPage } from './web-ui.js'

/** Says in the caller's line that a comparison has started or is watched, and its page in the Web UI. */
export function announce(
  output: Pick<ProgressOutput, 'emit' | 'say'>,
  { webUi, namespace }: Pick<Server, 'webUi' | 'namespace'>,
  { id, runId, attached }: ComparisonRun & { attached: boolean },
  line: string,
): void {
  const page = webUi === undefined ? undefined : workflowPage(webUi, namespace, id, runId)
  output.emit({
    event: 'started',
    comparison: id,
    run: runId,
    attached,
    ...(page !== undefined && { webUi: page }),
  })
  output.say(line)
  if (page !== undefined) output.say(`Web UI: ${page}`)
}
