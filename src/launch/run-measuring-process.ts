import { removeContainer } from '../docker/containers.js'
import type { MeasuringProcess } from '../engines/engine.js'
import { report, type LaunchSession } from './launch-session.js'
import { endingOf, processRecord } from './process-record.js'
import { programContainer, programEnd, runProgram, settingsOf } from './run-program.js'

/**
 * Runs a process that measures by itself to its end, or takes over the one that an attempt before this one
 * started. Saves each case as soon as it is finished, and how the process ended.
 */
export async function runMeasuringProcess(
  session: LaunchSession,
  number: number,
  program: MeasuringProcess,
): Promise<void> {
  const { launch } = session
  const { spool } = launch
  const process = `${launch.stage.benchmarkType}-${number}`
  const container = programContainer(session, process)
  const reader = program.reader()
  const tell = () =>
    report(session, {
      process: number,
      container,
      ...(reader.current === null ? {} : { case: reader.current }),
    })

  await tell()
  const end = await runProgram(session, {
    ...{ program, process },
    title: `process ${number}`,
    onLines: async (lines) => {
      for (const { text } of lines) {
        const before = reader.current
        for (const result of reader.read(text)) await spool.saveCase(result)
        if (reader.current !== before) await tell()
      }
    },
  })
  for (const result of reader.end(await programEnd(session, program, end))) await spool.saveCase(result)
  const { isComplete, isOutOfMemory, state, current } = reader
  await spool.saveEnded(
    processRecord(end, {
      process: number,
      cases: [...program.cases],
      ending: endingOf(end, { isComplete, isOutOfMemory }),
      culprit: isComplete ? null : current,
      ...(state === undefined ? {} : { server: state }),
      started: settingsOf(program),
    }),
  )
  await removeContainer(launch.host.engine, container)
}
