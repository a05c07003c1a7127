import type { ServerProcess } from '../engine.js'
import { loadReader } from '../load-case.js'
import { loadResultReader } from '../load-result.js'
import type { OnlineCase } from '../online-cases.js'
import type { OnlineSection } from '../online-section.js'
import { onlineServer } from '../online-server.js'
import { caseMarkers, servedFacts, tellsOutOfMemory } from './case-lines.js'
import { loadCommand, serverCommand, type EngineSettings } from './commands.js'
import { ServerLog, serverMarkers } from './server-log.js'
import { servingMarkers, servingOutput } from './serving-output.js'

const port = 8000
const result = { folder: '/tmp', name: 'prbench-serving.json' }
const resultFile = { path: `${result.folder}/${result.name}`, maxBytes: 64 * 1024 * 1024 }

/** Reads the file of `vllm bench serve --save-result`. */
export const readServingResult = loadResultReader('e2el')

export interface Serving {
  readonly recipe: OnlineSection
  readonly engine: EngineSettings
  readonly cases: readonly OnlineCase[]
  readonly deadlineSeconds: number
}

/**
 * The server that these cases need and the programs that ask it. It keeps no prompt, so that nothing has to
 * be emptied between them.
 */
export function serverProcess({ recipe, engine, cases, deadlineSeconds }: Serving): ServerProcess {
  return {
    ...onlineServer(recipe, cases, {
      program: (host, load) => ({
        command: loadCommand({ ...engine, ...load, host, port, result }),
        environment: {},
        deadlineSeconds: recipe.caseDeadlineSeconds,
      }),
      markers: servingMarkers,
      resultFile,
      reader: caseReader,
    }),
    command: serverCommand(engine, port),
    environment: engine.environment,
    deadlineSeconds,
    markers: serverMarkers,
    chosen: {},
    port,
    reader: () => new ServerLog(),
    caseMarkers,
    tellsOutOfMemory,
  }
}

/** Reads one run of `vllm bench serve`. */
export function caseReader(entry: OnlineCase) {
  return loadReader({
    ...{ entry, output: servingOutput(), factsIn: servedFacts },
    resultIn: (text) => readServingResult(text, resultFile.path),
  })
}
