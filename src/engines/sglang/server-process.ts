import type { OnlineCase } from '../../comparison/case.js'
import type { OnlineStagePlan } from '../../comparison/plan.js'
import { serverDeadlineSeconds } from '../../comparison/stage.js'
import { StageUnmeasurable, type EngineLaunch, type ServerProcess, type WarmUp } from '../engine.js'
import { jitBuildMarkers } from '../output/jit-build.js'
import { gsm8kTest } from './accuracy.js'
import { engineStart } from './engine-start.js'
import { loadClient, loadProgram, type LoadContext } from './load-client.js'
import { oneBatchFailureMarkers } from './one-batch-line.js'
import { ServerLog, serverLogMarkers } from './server-log.js'
import { requireDataset, serverCommand, servingModules } from './serving-command.js'

const port = 30000

/** SGLang's server for these cases, driven by main's load generator and evaluator. */
export function serverProcess(
  launch: EngineLaunch & { readonly stage: OnlineStagePlan },
  names: readonly string[],
): ServerProcess {
  const { folders, driver } = launch
  const { serving } = driver
  const stage = launch.purpose === 'priming' ? asPrimed(launch.stage) : launch.stage
  const recipe = stage.recipe.online
  if (recipe === undefined) throw new StageUnmeasurable(`the recipe of ${stage.model} has no online section`)
  if (serving === undefined) {
    const problem = `main's image has no load generator (${servingModules.join(', ')})`
    throw new StageUnmeasurable(driver.servingProblem ?? problem)
  }
  requireDataset(serving.module, serving.datasets, recipe.dataset)
  const context: LoadContext = { serving, recipe, folders, port }
  const cases = stage.cases.filter(({ name }) => names.includes(name))
  const start = engineStart(launch, recipe.serverFlags)
  return {
    kind: 'server',
    cases: cases.map(({ name }) => name),
    command: serverCommand({
      ...folders,
      tensorParallel: stage.recipe.tensorParallel,
      port,
      flags: start.flags,
    }),
    environment: start.environment,
    chosen: start.chosen,
    deadlineSeconds: serverDeadlineSeconds(stage),
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
    ...(stage.accuracy === undefined
      ? {}
      : { accuracy: gsm8kTest({ driver, port, recipe, accuracy: stage.accuracy }) }),
  }
}

/** The stage as a server that only primes is started for it: within the recipe's deadline, and asked for no accuracy. */
function asPrimed(stage: OnlineStagePlan): OnlineStagePlan {
  const { online, jit } = stage.recipe
  if (online === undefined || jit === undefined) return stage
  const most = jit.primingDeadlineSeconds
  const limits = {
    readyDeadlineSeconds: Math.min(online.readyDeadlineSeconds, most),
    caseDeadlineSeconds: Math.min(online.caseDeadlineSeconds, most),
    warmUpPrompts: Math.max(online.warmUpPrompts, 1),
  }
  const primed = { ...stage, recipe: { ...stage.recipe, online: { ...online, ...limits } } }
  delete primed.accuracy
  return primed
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
