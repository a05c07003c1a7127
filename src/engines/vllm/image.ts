import { z } from 'zod'
import type { BuildChoice, ImageBuild, ImageProbe, ProbeAnswer } from '../definition.js'
import { declaredOnly, NoBaseArgumentError, readDockerfile } from '../dockerfile.js'
import type { VllmRecipe } from './recipe.js'

/** docker/Dockerfile.rocm has the first, docker/Dockerfile the second. */
const baseArguments = ['BASE_IMAGE', 'FINAL_BASE_IMAGE'] as const

/**
 * What a Dockerfile of vLLM is built with, only such arguments as it declares: `REMOTE_VLLM=0` takes the
 * context in place of a clone.
 *
 * @throws NoBaseArgumentError, where it has no argument for the base image
 */
export function vllmBuild(
  dockerfile: string,
  { image, baseImageTag, sha }: Omit<BuildChoice, 'image'> & { readonly image: VllmRecipe['image'] },
): ImageBuild {
  const { declaredArguments } = readDockerfile(dockerfile)
  const base = baseArguments.find((name) => declaredArguments.has(name))
  if (base === undefined) throw new NoBaseArgumentError(baseArguments, declaredArguments)
  const wanted = {
    REMOTE_VLLM: '0',
    ARG_PYTORCH_ROCM_ARCH: image.gpuArchitecture,
    RUN_WHEEL_CHECK: 'false',
    ...image.arguments,
    [base]: baseImageTag,
  }
  return {
    arguments: declaredOnly(wanted, declaredArguments),
    ...(image.target === undefined ? {} : { target: image.target }),
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
