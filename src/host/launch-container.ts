import type { Recipe } from '../comparison/recipe.js'
import type { ContainerSpec } from '../docker/container-spec.js'
import type { ModelFolders } from '../engines/engine.js'
import type { LaunchHost } from './launch-host.js'
import { jitMounts, withoutStaleLocks } from './jit-cache.js'
import { findModelFolder } from './model-folder.js'

const gibibyte = 1024 ** 3

/** What all containers of a recipe on a host have in common. */
export interface LaunchTemplate {
  /** Where programs find the model in their container. */
  folders: ModelFolders
  /** The container of one process, closed off from every network but the one that it names. */
  spec(process: LaunchProcess): ContainerSpec
}

/** Without a network it has none; its mounts are those beside the model. */
export interface LaunchProcess
  extends
    Pick<ContainerSpec, 'imageId' | 'command' | 'environment' | 'deadlineSeconds'>,
    Partial<Pick<ContainerSpec, 'network' | 'mounts'>> {
  /** Whether it is the engine, which compiles kernels, and not a client of it. */
  readonly compiles?: boolean
}

type Environment = Readonly<Record<string, string>>

/**
 * Set for every program: it must not download anything, nor write where it cannot, nor hold its output back.
 */
const fixedEnvironment: Environment = {
  HF_HUB_OFFLINE: '1',
  TRANSFORMERS_OFFLINE: '1',
  HF_MODULES_CACHE: '/tmp/hf-modules',
  PYTHONUNBUFFERED: '1',
}

/**
 * Resolves a recipe's model on this host and gives the template of its containers: the model read-only, the
 * environment that the recipe names and nothing else, limits on memory, processes, log and time.
 *
 * @throws ModelMissing
 */
export async function launchTemplate(recipe: Recipe, host: LaunchHost): Promise<LaunchTemplate> {
  const { weights, limits } = recipe
  const model = await findModelFolder(weights.model, '/models/model')
  const tokenizer =
    weights.tokenizer === undefined
      ? undefined
      : await findModelFolder(weights.tokenizer, '/models/tokenizer')
  const { environment: gpuEnvironment, ...gpuFields } = host.gpus.profile
  const mounts = [model.mount, ...(tokenizer === undefined ? [] : [tokenizer.mount])]

  return {
    folders: { modelPath: model.path, ...(tokenizer && { tokenizerPath: tokenizer.path }) },
    spec: ({ imageId, command, environment, deadlineSeconds, compiles = false, ...process }) => ({
      imageId,
      command: compiles ? withoutStaleLocks(command, recipe) : command,
      environment: { ...fixedEnvironment, ...gpuEnvironment, ...recipe.environment, ...environment },
      mounts: [...mounts, ...(compiles ? jitMounts(recipe, imageId) : []), ...(process.mounts ?? [])],
      network: process.network ?? 'none',
      memoryBytes: limits.memoryBytes ?? host.memoryBytes,
      pids: limits.processes,
      shmBytes: gibibyte,
      logMaxBytes: limits.logBytes,
      deadlineSeconds: Math.ceil(deadlineSeconds),
      ...gpuFields,
    }),
  }
}
