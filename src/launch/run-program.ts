import type { StartSettings } from '../comparison/launch.js'
import { containerName } from '../docker/container-identity.js'
import { readFileFromContainer } from '../docker/copy-out.js'
import { inspectContainer } from '../docker/containers.js'
import { FileUnreadable } from '../docker/errors.js'
import type { LogLine } from '../docker/log-lines.js'
import { runContainer, type ContainerResult, type ContainerRun } from '../docker/run-container.js'
import type { EngineProcess, Program, ProgramEnd } from '../engines/engine.js'
import { redactEnvironment, redactKeys } from '../engines/output/redact-keys.js'
import { isAbsolute, join } from 'node:path'
import { identityOf, launchTitle } from './launch.js'
import type { LaunchSession } from './launch-session.js'
import { openBlock } from './open-block.js'
import { ProgramOutput } from './program-output.js'

/** A program of a launch, in a container of its own. */
export interface ProgramRun {
  readonly program: Program
  /** What its container is told apart by, within the launch: the same in every attempt. */
  readonly process: string
  /** What it does, for the log. */
  readonly title: string
  /** The launch's own where none is named. */
  readonly log?: string
  readonly network?: string
  /** Whether it is a client of the engine, in main's image, and not the engine, which compiles kernels. */
  readonly isClient?: boolean
  /**
   * @param lines those that hold a marker of the program, and maybe some more
   * @param lastTime when the last line was printed, whatever it says
   */
  readonly onLines: (lines: readonly LogLine[], lastTime: string | undefined) => void | Promise<void>
  readonly onState?: ContainerRun['onState']
}

/** How a program ended, with the last lines that it printed. */
export interface ProgramResult extends ContainerResult {
  readonly tail: readonly string[]
}

/** The container of a program of this launch. */
export function programContainer({ launch }: LaunchSession, process: string): string {
  return containerName(identityOf(launch, process))
}

/**
 * Runs a program to its end, or takes over the container that an attempt before this one started: what it
 * prints is a block of the log, without keys. Its container stays, for what it wrote.
 */
export async function runProgram(session: LaunchSession, run: ProgramRun): Promise<ProgramResult> {
  const { launch, template, signal } = session
  const { program, process, network, isClient = false } = run
  const image = isClient ? launch.order.images.main : launch.image
  const block = await openBlock(launch.spool, run.log ?? launch.log.path, process)
  const output = new ProgramOutput(block, program.markers)
  try {
    const container = programContainer(session, process)
    await block.write(`===== ${launchTitle(launch)}, ${run.title} in container ${container} =====`)
    await block.write(redactKeys(`command: ${program.command.join(' ')}`))
    const end = await runContainer({
      engine: launch.host.engine,
      identity: identityOf(launch, process),
      spec: template.spec({
        ...program,
        imageId: image.id,
        compiles: !isClient,
        ...(network !== undefined && { network }),
      }),
      signal,
      ...(run.onState && { onState: run.onState }),
      onLines: async (lines) => {
        await run.onLines(await output.take(lines), lines.lastTime)
      },
    })
    const how = end.timedOut ? 'stopped at its deadline' : `ended, exit code ${end.exitCode}`
    await block.write(`----- ${how}, after ${secondsOf(end).toFixed(1)} s -----`)
    return { ...end, tail: output.tail.lines() }
  } finally {
    await block.close()
  }
}

/** How long a program ran. */
export function secondsOf({
  startedAt,
  finishedAt,
}: Pick<ContainerResult, 'startedAt' | 'finishedAt'>): number {
  return (finishedAt.getTime() - startedAt.getTime()) / 1000
}

/** Whether the Engine went away under a program: it may have done more than is known of it. */
export function wasLost({ engineWasAway, lostWithEngine }: ContainerResult): boolean {
  return engineWasAway || lostWithEngine
}

/** An end as the engine's readers take it, with what the program left in its container. */
export async function programEnd(
  { launch: { host }, signal }: LaunchSession,
  { resultFile }: Program,
  { name, exitCode, timedOut, oomKilled }: ContainerResult,
): Promise<ProgramEnd> {
  const end = { exitCode, timedOut, oomKilled }
  if (resultFile === undefined) return end
  const { path, maxBytes } = resultFile
  try {
    const place = isAbsolute(path) ? path : join(await workingFolder(), path)
    const bytes = await readFileFromContainer(host.engine, name, place, { maxBytes, signal })
    return { ...end, file: { text: bytes.toString('utf8') } }
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error
    return { ...end, file: { problem: error.message } }
  }

  /** Docker says '' where the program runs in the root folder. */
  async function workingFolder(): Promise<string> {
    return join('/', (await inspectContainer(host.engine, name, signal))?.Config.WorkingDir ?? '')
  }
}

/** What is kept of a program's start for the record: without keys. */
export function settingsOf({ command, environment, chosen }: EngineProcess): StartSettings {
  return {
    command: redactKeys(command.join(' ')),
    environment: redactEnvironment(environment),
    chosen,
  }
}
