import type { OnlineCase } from '../online-cases.js'
import { StageUnmeasurable, type EngineLaunch, type ServerProcess, type WarmUp } from '../engine.js'
import { jitBuildMarkers } from '../output/jit-build.js'
import { gsm8kTest } from './accuracy.js'
import { engineStart } from './engine-start.js'
import { loadClient, loadProgram, type LoadContext } from './load-client.js'
import { oneBatchFailureMarkers } from './one-batch-line.js'
import { probedOf } from './probe.js'
import type { OnlineRecipe } from './recipe.js'
import { ServerLog, serverLogMarkers } from './server-log.js'
import { requireDataset, serverCommand, servingModules } from './serving-command.js'
import { onlineCasesOf, serverDeadlineSeconds, sglangRecipe } from './stage.js'

const port = 30000

/** SGLang's server for these cases, driven by main's load generator and evaluator. */
export function serverProcess(launch: EngineLaunch, names: readonly string[]): ServerProcess {
  const { stage, folders, driver } = launch
  const { serving, servingProblem, gsm8kModule } = probedOf(driver)
  const { online, jit, tensorParallel } = sglangRecipe(stage)
  if (online === undefined) throw new StageUnmeasurable(`the recipe of ${stage.model} has no online section`)
  const primes = launch.purpose === 'priming'
  const recipe = primes && jit !== undefined ? withinPriming(online, jit.primingDeadlineSeconds) : online
  const accuracy = primes ? undefined : stage.accuracy
  if (serving === undefined) {
    const problem = `main's image has no load generator (${servingModules.join(', ')})`
    throw new StageUnmeasurable(servingProblem ?? problem)
  }
  requireDataset(serving.module, serving.datasets, recipe.dataset)
  const context: LoadContext = { serving, recipe, folders, port }
  const cases = onlineCasesOf(stage).filter(({ name }) => names.includes(name))
  const start = engineStart(launch, recipe.serverFlags)
  return {
    kind: 'server',
    cases: cases.map(({ name }) => name),
    command: serverCommand({
      ...folders,
      tensorParallel,
      port,
      flags: start.flags,
    }),
    environment: start.environment,
    chosen: start.chosen,
    deadlineSeconds: serverDeadlineSeconds(recipe, stage.cases.length, accuracy),
    markers: serverLogMarkers,
    port,
    readySeconds: recipe.readyDeadlineSeconds,
    stopSeconds: recipe.stopDeadlineSeconds,
    healthPath: '/health',
    emptyCache: { path: '/flush_cache', deadlineSeconds: recipe.flushDeadlineSeconds },
    reader: () => new ServerLog(),
    caseMarkers: ['batch', 'retracted', ...jitBuildMarkers, ...oneBatchFailureMarkers],
    tellsOutOfMemory: (lines) => ServerLog.of(lines).failure?.reason === 'out-of-memory',
    warmUps: (address) => warmUps(context, address, cases),
    client: (name, address) => {
      const entry = cases.find((known) => known.name === name)
      if (entry === undefined) throw new RangeError(`no case ${name} of this server`)
      return loadClient(context, address, entry)
    },
    ...(accuracy === undefined
      ? {}
      : { accuracy: gsm8kTest({ module: gsm8kModule, port, recipe, accuracy }) }),
  }
}

/** What a server that only primes is asked for: within the deadline of that, and each shape at least once. */
function withinPriming(online: OnlineRecipe, most: number): OnlineRecipe {
  return {
    ...online,
    readyDeadlineSeconds: Math.min(online.readyDeadlineSeconds, most),
    caseDeadlineSeconds: Math.min(online.caseDeadlineSeconds, most),
    warmUpPrompts: Math.max(online.warmUpPrompts, 1),
  }
}

/** A few requests of each shape, all at once. */
function warmUps(context: LoadContext, address: string, cases: readonly OnlineCase[]): WarmUp[] {
  const prompts = context.recipe.warmUpPrompts
  if (prompts === 0) return []
  const shapes = new Map(
    cases.map(({ inputLength, outputLength }) => [
      `${inputLength}x${outputLength}`,
      { inputLength, outputLength },
    ]),
  )
  return [...shapes].map(([name, shape]) => ({
    ...loadProgram(context, address, { ...shape, prompts, load: { requestRate: Infinity } }),
    name,
  }))
}
