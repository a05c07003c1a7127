import type { OfflineStagePlan } from '../../comparison/plan.js'
import { StageUnmeasurable, type EngineLaunch, type MeasuringProcess } from '../engine.js'
import { engineStart } from './engine-start.js'
import { oneBatchCommand, oneBatchModules } from './one-batch-command.js'
import { planProcesses } from './one-batch-process.js'
import { OneBatchReader, oneBatchReaderMarkers } from './one-batch-reader.js'

/** The first `one_batch` process of these cases. Where it only primes, one pass is enough, and it is the cold one. */
export function oneBatchProcess(
  launch: EngineLaunch & { readonly stage: OfflineStagePlan },
  names: readonly string[],
): MeasuringProcess {
  const { stage, image, folders, purpose } = launch
  const { offline, jit } = stage.recipe
  const isPriming = purpose === 'priming'
  const [process] = planProcesses(
    stage.cases.filter(({ name }) => names.includes(name)),
    isPriming ? { isolate: false, passes: 1 } : { isolate: stage.isolateCases, passes: stage.passes },
  )
  const module = image.oneBatchModule
  if (process === undefined || offline === undefined) {
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
