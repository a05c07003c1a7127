import { StageUnmeasurable, type EngineLaunch, type ServerProcess } from '../engine.js'
import { onlineServer, withinPriming } from '../online-server.js'
import { jitBuildMarkers } from '../output/jit-build.js'
import { gsm8kTest } from './accuracy.js'
import { engineStart } from './engine-start.js'
import { loadGenerator } from './load-client.js'
import { oneBatchFailureMarkers } from './one-batch-line.js'
import { probedOf } from './probe.js'
import { ServerLog, serverLogMarkers } from './server-log.js'
import { requireDataset, serverCommand } from './serving-command.js'
import { onlineCasesOf, sglangRecipe } from './stage.js'

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
  if (serving === undefined)
    throw new StageUnmeasurable(servingProblem ?? "main's image has no load generator")
  requireDataset(serving, recipe.dataset)
  const cases = onlineCasesOf(stage).filter(({ name }) => names.includes(name))
  const start = engineStart(launch, recipe.serverFlags)
  return {
    ...onlineServer(recipe, cases, loadGenerator({ serving, recipe, folders, port })),
    command: serverCommand({ ...folders, tensorParallel, port, flags: start.flags }),
    environment: start.environment,
    chosen: start.chosen,
    deadlineSeconds: stage.processDeadlineSeconds,
    markers: serverLogMarkers,
    port,
    emptyCache: { path: '/flush_cache', deadlineSeconds: recipe.flushDeadlineSeconds },
    reader: () => new ServerLog(),
    caseMarkers: ['batch', 'retracted', ...jitBuildMarkers, ...oneBatchFailureMarkers],
    tellsOutOfMemory: (lines) => ServerLog.of(lines).failure?.reason === 'out-of-memory',
    ...(accuracy && { accuracy: gsm8kTest({ module: gsm8kModule, port, recipe, accuracy }) }),
  }
}
