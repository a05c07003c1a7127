import { engineOf } from '../engines/registry.js'
import type { EngineProcess, ServerProcess } from '../engines/engine.js'
import { launchTemplate, type LaunchTemplate } from '../host/launch-container.js'
import type { Launch } from './launch.js'

/** What the parts of a launch share. */
export interface LaunchSession {
  readonly launch: Launch
  readonly template: LaunchTemplate
  /** The engine's process for these cases, see `EnginePrograms`. */
  readonly processFor: (cases: readonly string[]) => EngineProcess
  /** Aborts when what it does is to be let go: what runs is left running. */
  readonly signal: AbortSignal
}

/** What the parts of a server's run share. */
export interface ServerSession extends LaunchSession {
  readonly program: ServerProcess
  /** The network of this launch, which leads nowhere. */
  readonly network: string
}

/** @throws ModelMissing, where the host has no such model */
export async function openSession(launch: Launch): Promise<LaunchSession> {
  const { stage, purpose, image, host, order } = launch
  const template = await launchTemplate(stage.recipe, host)
  const seen = { stage, purpose, image, driver: order.images.main, folders: template.folders }
  const processFor = (cases: readonly string[]) => engineOf(stage.recipe).processFor(seen, cases)
  return { launch, template, processFor, signal: launch.signal }
}

/** Says where the launch is. */
export async function report(
  { launch }: LaunchSession,
  place: { process: number; container: string; case?: string },
): Promise<void> {
  const { arm, position, spool, stage } = launch
  const casesDone = (await spool.finishedCases()).size
  launch.onProgress({ arm, position, ...place, casesDone, cases: stage.cases.length })
}
