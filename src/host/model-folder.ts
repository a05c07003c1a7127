import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Mount } from '../docker/mounts.js'

/** A model as a container sees it: what to mount, and the path in the container. */
export interface ModelFolder {
  mount: Mount
  path: string
}

/** A model that is not on the host. Says where it was looked for and how to get it. */
export class ModelMissing extends Error {
  override readonly name = 'ModelMissing'
}

/**
 * Resolves a model or tokenizer to a read-only folder: a local folder as it is, a hub id in the cache that
 * the hub's own tools fill (`models--<owner>--<name>/snapshots/<commit>`, whose files are links into `blobs`,
 * so the whole entry is mounted). Nothing is downloaded: it would be in the middle of a measurement.
 *
 * @param target where it is mounted in the container
 * @throws ModelMissing
 */
export async function findModelFolder(
  model: string,
  target: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ModelFolder> {
  if (model.startsWith('/')) {
    if (await isFolder(model)) return { mount: { kind: 'bind', source: model, target }, path: target }
    throw new ModelMissing(`the model folder ${model} is not on this host`)
  }
  const cache = hubCache(environment)
  const entry = join(cache, `models--${model.replaceAll('/', '--')}`)
  const commit = await readCommit(join(entry, 'refs', 'main'))
  if (commit === undefined || !(await isFolder(join(entry, 'snapshots', commit)))) {
    throw new ModelMissing(
      `the model ${model} is not in ${cache}. Download it with \`hf download ${model}\`, ` +
        'or name a local folder in the recipe (weights)',
    )
  }
  return { mount: { kind: 'bind', source: entry, target }, path: `${target}/snapshots/${commit}` }
}

/** Where the hub's tools keep models: HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub. */
function hubCache(environment: NodeJS.ProcessEnv): string {
  const { HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = environment
  if (HF_HUB_CACHE) return HF_HUB_CACHE
  const home = HF_HOME ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'huggingface')
  return join(home, 'hub')
}

async function readCommit(path: string): Promise<string | undefined> {
  try {
    const text = (await readFile(path, 'utf8')).trim()
    return /^[0-9a-f]{40}$/.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
