import type { BuildChoice, ImageBuild } from '../definition.js'
import { declaredOnly, NoBaseArgumentError, readDockerfile, type DockerfileFacts } from '../dockerfile.js'

/**
 * What `setuptools_scm` takes for SGLang's version, because a tree from `git archive` has no history: the
 * same for both arms, as a Dockerfile with a local mode declares it before it compiles AITER, and a different
 * value would compile AITER anew for each arm, for half an hour, and perhaps differently.
 */
const version = '0.0.0'

/**
 * What a Dockerfile of SGLang is built with, only such arguments as it declares. One with a local mode gets
 * no SGL_BRANCH, for the same reason as there is one version.
 *
 * @throws NoBaseArgumentError, where it has no argument for the base image
 */
export function sglangBuild(dockerfile: string, choice: BuildChoice): ImageBuild {
  const facts = readDockerfile(dockerfile)
  const source = sourceOf(facts)
  const { gpuArchitecture } = choice.image
  const wanted = {
    GPU_ARCH: gpuArchitecture,
    BUILD_TYPE: 'all',
    BRANCH_TYPE: 'local',
    SETUPTOOLS_SCM_PRETEND_VERSION: version,
    SGL_BRANCH: source === 'local-mode' ? undefined : choice.sha,
    SGL_REPO: source === 'clone' ? choice.repositoryUrl : undefined,
    [baseArgument(gpuArchitecture, facts.declaredArguments)]: choice.baseImageTag,
  }
  return {
    arguments: declaredOnly(wanted, facts.declaredArguments),
    ...(source === 'clone' ? { clones: true } : {}),
  }
}

/**
 * Where it takes SGLang's source from: `context` copies the tree that it is given, `local-mode` does so with
 * BRANCH_TYPE=local, `clone` can only clone a repository.
 */
function sourceOf({ declaredArguments, instructions }: DockerfileFacts): 'context' | 'local-mode' | 'clone' {
  if (declaredArguments.has('BRANCH_TYPE')) return 'local-mode'
  const clonesItself = instructions.some(
    ({ keyword, text }) => keyword === 'RUN' && text.includes('git clone') && /\$\{?SGL_REPO\b/.test(text),
  )
  return clonesItself ? 'clone' : 'context'
}

/** `BASE_IMAGE_942_ROCM720` for `gfx942-rocm720`, in older files `BASE_IMAGE`. */
function baseArgument(gpuArchitecture: string, declared: ReadonlySet<string>): string {
  const suffix = gpuArchitecture.replace(/^gfx/, '').replaceAll('-', '_').toUpperCase()
  const candidates = [`BASE_IMAGE_${suffix}`, 'BASE_IMAGE']
  const found = candidates.find((candidate) => declared.has(candidate))
  if (found === undefined) throw new NoBaseArgumentError(candidates, declared)
  return found
}
