import type { OfflineCase } from '../comparison/case.js'
import type { ProcessRecord } from '../comparison/launch.js'
import type { OfflineStagePlan } from '../comparison/plan.js'
import { containerName } from '../docker/container-identity.js'
import { removeContainer } from '../docker/containers.js'
import { readFileFromContainer } from '../docker/copy-out.js'
import { FileMissing, FileTooLarge } from '../docker/errors.js'
import { runContainer, type ContainerResult } from '../docker/run-container.js'
import type { LogBlock } from '../run/stage-log.js'
import { redactKeys } from '../engines/output/redact-keys.js'
import { ServerLog, serverLogMarkers } from '../engines/sglang/server-log.js'
import { oneBatchCommand } from '../engines/sglang/one-batch-command.js'
import { measuredShapes, planProcesses, type OneBatchProcess } from '../engines/sglang/one-batch-process.js'
import type { LaunchTemplate } from '../host/launch-container.js'
import { identityOf, launchTitle, type Launch } from './launch.js'
import { floodNote, type LogTail } from './log-tail.js'
import { offlineMarkers, OfflineReader } from './offline-reader.js'
import { openBlock } from './open-block.js'
import { refinedCases } from './refined-cases.js'
import { ProgramOutput } from './program-output.js'
import { engineStart, settingsOf } from './engine-start.js'

/** Inside the container; its rows are only as many as the process' measurements, and stdout tells them as well. */
const resultFile = '/tmp/prbench-one-batch.jsonl'
const resultFileBytes = 16 * 1024 * 1024

export interface OfflineProcess {
  number: number
  process: OneBatchProcess<OfflineCase>
  casesDone: number
}

/**
 * Runs one process of an offline launch to its end, or takes over the one that an attempt before this one
 * started. Saves each case as soon as it is finished, and how the process ended.
 */
export async function runOfflineProcess(
  launch: Launch<OfflineStagePlan>,
  template: LaunchTemplate,
  { number, process: planned, casesDone }: OfflineProcess,
): Promise<void> {
  const { spool, host, image, stage } = launch
  const offline = stage.recipe.offline
  const identity = identityOf(launch, `offline-${number}`)
  const name = containerName(identity)
  const process = await decidedProcess(launch, number, planned)
  const cases = process.cases.map((entry) => entry.name)
  const start = engineStart(launch, [...(offline?.flags ?? []), ...process.flags], process.environment)
  const command = oneBatchCommand(
    { ...process, flags: start.flags },
    {
      module: image.oneBatchModule ?? '',
      modelPath: template.folders.modelPath,
      ...(template.folders.tokenizerPath === undefined
        ? {}
        : { tokenizerPath: template.folders.tokenizerPath }),
      resultFile,
    },
  )

  const reader = new OfflineReader(process.cases, measuredShapes(process), process.passes)
  const resolved = new ServerLog()
  const log = await openBlock(spool, launch.log.path, number)
  const output = new ProgramOutput(log, [...offlineMarkers, ...serverLogMarkers])
  let done = casesDone
  const report = () => {
    launch.onProgress({
      arm: launch.arm,
      position: launch.position,
      process: number,
      casesDone: done,
      cases: stage.cases.length,
      container: name,
      ...(reader.current === null ? {} : { case: reader.current }),
    })
  }

  try {
    await log.write(`===== ${launchTitle(launch)}, process ${number} in container ${name} =====`)
    await log.write(`cases: ${cases.join(' | ')}`)
    await log.write(redactKeys(`command: ${command.join(' ')}`))
    report()
    const end = await runContainer({
      engine: host.engine,
      identity,
      spec: template.spec({
        imageId: image.id,
        command,
        environment: start.environment,
        compiles: true,
        deadlineSeconds: offline?.processDeadlineSeconds ?? 7200,
      }),
      signal: launch.signal,
      onLines: async (lines) => {
        for (const { text } of await output.take(lines)) {
          resolved.read(text)
          const before = reader.current
          for (const result of reader.read(text)) {
            await spool.saveCase(result)
            done += 1
          }
          if (reader.current !== before) report()
        }
      },
    })
    const record = {
      ...processRecord({ number, name, cases, reader, tail: output.tail, end }),
      ...(Object.keys(resolved.state).length === 0 ? {} : { server: { ...resolved.state } }),
      started: settingsOf(command, start),
    }
    if (record.ending === 'complete') await refineCases(launch, name, reader, log)
    await log.write(`----- ${endingText(record)} -----`)
    await log.close()
    await spool.saveEnded(record)
  } finally {
    await log.close()
  }
  await removeContainer(host.engine, name)
}

/** Takes the result file's digits where it says what was printed; else logs why not. */
async function refineCases(
  launch: Launch<OfflineStagePlan>,
  name: string,
  reader: OfflineReader,
  log: LogBlock,
): Promise<void> {
  try {
    const file = await readFileFromContainer(launch.host.engine, name, resultFile, {
      maxBytes: resultFileBytes,
      signal: launch.signal,
    })
    const refined = refinedCases(file.toString('utf8'), resultFile, reader)
    if (typeof refined === 'string') {
      await log.write(`prbench: ${refined}; what was printed is taken`)
      return
    }
    for (const result of refined) await launch.spool.saveCase(result)
  } catch (error) {
    if (!(error instanceof FileMissing || error instanceof FileTooLarge)) throw error
    await log.write(`prbench: ${error.message}; what was printed is taken`)
  }
}

/**
 * The process as it was decided when its container was made: that one may have finished cases since. Where none was
 * made, or its plan no longer fits, the process is decided anew.
 */
async function decidedProcess(
  launch: Launch<OfflineStagePlan>,
  number: number,
  planned: OneBatchProcess<OfflineCase>,
): Promise<OneBatchProcess<OfflineCase>> {
  const { spool, stage } = launch
  const decided = await spool.plannedProcess(number)
  if (decided !== undefined) {
    const cases = stage.cases.filter((entry) => decided.cases.includes(entry.name))
    const options = { isolate: stage.isolateCases, passes: stage.passes }
    const same = planProcesses(cases, options)
    if (same.length === 1 && same[0] !== undefined) return same[0]
  }
  await spool.savePlanned({ process: number, cases: planned.cases.map((entry) => entry.name) })
  return planned
}

interface EndedProcess {
  number: number
  name: string
  cases: string[]
  reader: OfflineReader
  tail: LogTail
  end: ContainerResult
}

/**
 * What a process came to. Its exit code is not asked: at TP > 1 SGLang gives 0 although its workers crashed, so a
 * process is complete when everything that it was to measure was printed.
 */
function processRecord({ number, name, cases, reader, tail, end }: EndedProcess): ProcessRecord {
  const ending = endingOf(reader, end)
  return {
    process: number,
    container: name,
    cases,
    startedAt: end.startedAt.toISOString(),
    finishedAt: end.finishedAt.toISOString(),
    exitCode: end.exitCode,
    ending,
    culprit: ending === 'complete' ? null : reader.current,
    ...(reader.disturbance === undefined ? {} : { disturbance: reader.disturbance }),
    logTail: ending === 'complete' ? [] : [...tail.lines(), ...floodNote(end)],
  }
}

function endingOf(reader: OfflineReader, end: ContainerResult): ProcessRecord['ending'] {
  if (reader.isComplete) return 'complete'
  // What it printed may have gone with the Engine, which then reads as if it had printed nothing.
  if (end.engineWasAway || end.lostWithEngine) return 'lost'
  if (end.killedFromOutside) return 'killed'
  if (end.timedOut) return 'deadline'
  return reader.outOfMemory || end.oomKilled ? 'out-of-memory' : 'died'
}

function endingText({ ending, exitCode, startedAt, finishedAt, culprit }: ProcessRecord): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  const where = culprit === null ? '' : ` in ${culprit}`
  return `${ending}${where}, exit code ${String(exitCode)}, after ${seconds.toFixed(1)} s`
}
