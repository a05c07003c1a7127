import type { Client, Program, ServerProcess, WarmUp } from '../engine.js'
import type { CaseResult } from '../../comparison/launch.js'
import type { OnlineCase } from '../online-cases.js'
import type { OnlineSection } from '../online-section.js'
import { caseMarkers, tellsOutOfMemory } from './case-lines.js'
import { loadCommand, serverCommand, type EngineSettings, type LoadCommand } from './commands.js'
import { ServerLog, serverMarkers } from './server-log.js'
import { ServingClientReader, servingMarkers } from './serving-client.js'

const port = 8000
/** Both arms, every launch and every case get the same prompts. */
const promptSeed = 1
const result = { folder: '/tmp', name: 'prbench-serving.json' }
const resultFile = { path: `${result.folder}/${result.name}`, maxBytes: 64 * 1024 * 1024 }

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
export function serverProcess(serving: Serving): ServerProcess {
  const { recipe, engine, cases, deadlineSeconds } = serving
  return {
    kind: 'server',
    command: serverCommand(engine, port),
    environment: engine.environment,
    deadlineSeconds,
    markers: serverMarkers,
    cases: cases.map(({ name }) => name),
    chosen: {},
    port,
    readySeconds: recipe.readyDeadlineSeconds,
    stopSeconds: recipe.stopDeadlineSeconds,
    healthPath: '/health',
    reader: () => new ServerLog(),
    caseMarkers,
    tellsOutOfMemory,
    warmUps: (address) => warmUps(serving, address),
    client: (name, address) => client(serving, name, address),
  }
}

/** A few requests of each shape, which nobody measures. */
function warmUps(serving: Serving, address: string): WarmUp[] {
  const prompts = serving.recipe.warmUpPrompts
  const shapes = new Map(serving.cases.map((entry) => [`${entry.inputLength}x${entry.outputLength}`, entry]))
  if (prompts === 0) return []
  return [...shapes].map(([name, entry]) => ({
    name,
    ...program(serving, address, { ...entry, prompts, load: { requestRate: Infinity } }),
    markers: [],
  }))
}

function client(serving: Serving, name: string, address: string): Client<CaseResult> {
  const entry = serving.cases.find((known) => known.name === name)
  if (entry === undefined) throw new RangeError(`the server was not started for a case ${name}`)
  return {
    ...program(serving, address, entry),
    markers: servingMarkers,
    resultFile,
    reader: () => new ServingClientReader(entry, resultFile.path),
  }
}

function program(
  { recipe, engine: { modelPath, tokenizerPath } }: Serving,
  host: string,
  {
    load,
    prompts,
    inputLength,
    outputLength,
  }: Pick<LoadCommand, 'load' | 'prompts' | 'inputLength' | 'outputLength'>,
): Omit<Program, 'markers'> {
  const shape = { load, prompts, inputLength, outputLength, seed: promptSeed }
  const model = { modelPath, ...(tokenizerPath === undefined ? {} : { tokenizerPath }) }
  return {
    command: loadCommand({ host, port, ...model, ...shape, result }),
    environment: {},
    deadlineSeconds: recipe.caseDeadlineSeconds,
  }
}
