import { z } from 'zod'
import { baseOf } from '../base-of-dockerfile.js'
import type { BuildChoice, ImageBuild, ImageProbe, ProbeAnswer } from '../definition.js'
import { declaredOnly, readDockerfile } from '../dockerfile.js'
import { foreignSource } from '../foreign-source.js'
import type { VllmRecipe } from './recipe.js'

/**
 * What a Dockerfile of vLLM is built with, only such arguments as it declares: `REMOTE_VLLM=0` takes the
 * context in place of a clone.
 *
 * @throws NoBaseError, where it has no base for this image
 */
export function vllmBuild(
  dockerfile: string,
  { image, sha }: Omit<BuildChoice, 'image'> & { readonly image: VllmRecipe['image'] },
): ImageBuild {
  const facts = readDockerfile(dockerfile)
  const { declaredArguments, needs } = facts
  const wanted = {
    REMOTE_VLLM: '0',
    ARG_PYTORCH_ROCM_ARCH: image.gpuArchitecture,
    RUN_WHEEL_CHECK: 'false',
    ...image.arguments,
  }
  const given = declaredOnly(wanted, declaredArguments)
  const foreign = declaredArguments.has('REMOTE_VLLM') ? undefined : foreignSource(facts, 'vllm')
  return {
    arguments: given,
    base: baseOf(facts, given, image.target),
    needs,
    ...(image.target === undefined ? {} : { target: image.target }),
    ...(foreign === undefined ? {} : { foreign }),
    files: versionFiles(sha),
  }
}

/**
 * Files that stand for the history that the context has not: setuptools_scm takes vLLM's version from the
 * first, in the form that `git archive` fills in (https://setuptools-scm.readthedocs.io, "Git archives"), and
 * docker/Dockerfile mounts `.git`. Both arms get the same version.
 */
function versionFiles(sha: string): Readonly<Record<string, string>> {
  const archival = [
    `node: ${sha}`,
    'node-date: 2000-01-01T00:00:00+00:00',
    `describe-name: v0.0.0-0-g${sha.slice(0, 9)}`,
  ]
  return { '.git_archival.txt': `${archival.join('\n')}\n`, '.git/prbench': '' }
}

const mark = 'prbench-vllm '
// The distribution's record is read, and nothing imported: that takes half a minute, and a GPU.
const script = `from importlib.metadata import version; print("${mark}" + version("vllm"))`

/** What prbench knows of an image of vLLM. */
const vllmProbedSchema = z.object({
  /** Null where it has none. */
  version: z.string().nullable().default(null),
})

export type VllmProbed = z.infer<typeof vllmProbedSchema>

/** What the probe of this image found. */
export function probedOf({ probed }: { readonly probed: unknown }): VllmProbed {
  return vllmProbedSchema.parse(probed)
}

/** Which vLLM an image has. */
export function vllmProbe([answer]: readonly ProbeAnswer[]): ImageProbe | { readonly probed: VllmProbed } {
  if (answer === undefined) return { name: 'probe', command: ['python3', '-c', script] }
  const line = answer.output.split('\n').find((each) => each.startsWith(mark))
  return { probed: { version: line?.slice(mark.length).trim() ?? null } }
}
