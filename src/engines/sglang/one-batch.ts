import { StageUnmeasurable, type EngineLaunch, type MeasuringProcess } from '../engine.js'
import { engineStart } from './engine-start.js'
import { oneBatchCommand, oneBatchModules } from './one-batch-command.js'
import { planProcesses } from './one-batch-process.js'
import { probedOf } from './probe.js'
import { offlineCasesOf, processOptions, sglangRecipe } from './stage.js'
import { OneBatchReader, oneBatchReaderMarkers } from './one-batch-reader.js'

/**
 * The first `one_batch` process of these cases. Where it only primes, one pass is enough, and it is the cold
 * one.
 */
export function oneBatchProcess(launch: EngineLaunch, names: readonly string[]): MeasuringProcess {
  const { stage, image, folders, purpose } = launch
  const { offline, jit } = sglangRecipe(stage)
  if (offline === undefined)
    throw new StageUnmeasurable(`the recipe of ${stage.model} has no offline section`)
  const isPriming = purpose === 'priming'
  const [process] = planProcesses(
    offlineCasesOf(stage).filter(({ name }) => names.includes(name)),
    isPriming ? { isolate: false, passes: 1 } : processOptions(offline),
  )
  const { oneBatchModule: module } = probedOf(image)
  if (process === undefined) {
    throw new StageUnmeasurable(`${stage.name} has no such offline cases: ${names.join(' | ')}`)
  }
  if (module === null) {
    throw new StageUnmeasurable(`image ${image.tag} has no offline benchmark (${oneBatchModules.join(', ')})`)
  }
  const start = engineStart(launch, [...offline.flags, ...process.flags])
  return {
    kind: 'measuring',
    cases: process.cases.map(({ name }) => name),
    command: oneBatchCommand({ ...process, flags: start.flags }, { module, ...folders }),
    environment: start.environment,
    chosen: start.chosen,
    deadlineSeconds:
      isPriming && jit !== undefined ? jit.primingDeadlineSeconds : offline.processDeadlineSeconds,
    markers: oneBatchReaderMarkers,
    reader: () => new OneBatchReader(process),
  }
}
