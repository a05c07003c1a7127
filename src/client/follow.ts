import type { FailOn } from '../comparison/gate.js'
import { exitCodes, type ExitCode } from './command-error.js'
import type { Server } from './connection.js'
import { describeEnd } from './describe-end.js'
import { describeEnding, type Ending, endingOf, exitCodeOf } from './ending.js'
import type { ProgressOutput } from './progress/output.js'
import type { ComparisonView } from './progress/view.js'
import { watchComparison } from './progress/watch.js'
import { requestCancel } from './cancel-comparison.js'
import type { ComparisonRun } from './comparison-run.js'
import { writeJobFiles } from './job-files.js'
import { onStopSignal } from './stop-signal.js'
import { terminalOf } from './terminal.js'
import { pageOf } from './web-ui.js'

/**
 * Shows a comparison until it is closed, then how it ended. A stop signal cancels it on the embedded server,
 * and is waited for; on somebody's server it only ends the watching. A second one leaves at once.
 */
export async function follow(
  server: Server,
  run: ComparisonRun,
  output: ProgressOutput,
  failOn: FailOn,
): Promise<ExitCode> {
  const stop: { asked: boolean; cancelling?: Promise<void> } = { asked: false }
  const release = onStopSignal(() => {
    if (stop.asked) leave(output, run)
    stop.asked = true
    if (server.kind !== 'embedded') return
    output.say(
      'Cancelling. Containers are removed, and what is finished is reported. Press Ctrl-C again to exit immediately.',
    )
    stop.cancelling = requestCancel(server, run)
    // Awaited with the next view; until then it must not count as unhandled.
    stop.cancelling.catch(() => undefined)
  })
  try {
    let last: ComparisonView | undefined
    for await (const view of watchComparison(server, run)) {
      last = view
      output.show(view)
      await stop.cancelling
      if (stop.asked && server.kind !== 'embedded') {
        output.say(`Stopped watching; the comparison continues. Cancel it with prbench cancel ${run.id}`)
        return exitCodes.interrupted
      }
    }
    output.keep?.()
    const ending = await endingOf(server, run)
    const code = exitCodeOf(ending, failOn)
    await tell(output, server, run, ending, last, code)
    await writeJobFiles({
      ending: ending.kind,
      outcome: ending.outcome,
      exitCode: code,
      problem: describeEnding(ending),
    })
    return code
  } finally {
    release()
  }
}

function leave(output: ProgressOutput, run: ComparisonRun): never {
  output.say(`Exiting; the worker finishes the clean-up. See prbench status ${run.id}`)
  process.exit(exitCodes.interrupted)
}

async function tell(
  output: ProgressOutput,
  server: Server,
  run: ComparisonRun,
  ending: Ending,
  last: ComparisonView | undefined,
  code: ExitCode,
): Promise<void> {
  const { kind, outcome, problem } = ending
  // What was refused has made nothing, and what it was to go on with may be gone.
  const runDirectory = outcome?.runDirectory ?? (kind === 'refused' ? undefined : last?.status?.runDirectory)
  const page = pageOf(server, run)
  output.emit?.({
    event: 'ended',
    comparison: run.id,
    run: run.runId,
    ending: kind,
    problem,
    outcome,
    runDirectory,
    webUi: page,
    exitCode: code,
  })
  const message = last?.status?.message
  const text = await describeEnd({ ...run, ending, message, runDirectory, page }, terminalOf(output.stream))
  // A refusal is no result: it goes where every other refusal goes.
  if (kind === 'refused') process.stderr.write(`prbench: ${text}\n`)
  else output.say(text)
}
