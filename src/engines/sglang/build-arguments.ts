import { baseOf } from '../base-of-dockerfile.js'
import type { BuildChoice, ImageBuild } from '../definition.js'
import { declaredOnly, readDockerfile, withValues, type DockerfileFacts } from '../dockerfile.js'
import { foreignSource } from '../foreign-source.js'

/**
 * What `setuptools_scm` takes for SGLang's version, because a tree from `git archive` has no history: the
 * same for both arms, as a Dockerfile with a local mode declares it before it compiles AITER, and a different
 * value would compile AITER anew for each arm, for half an hour, and perhaps differently.
 */
const version = '0.0.0'

const repository = 'SGL_REPO'

/**
 * What a Dockerfile of SGLang is built with, only such arguments as it declares. One with a local mode is not
 * told the commit, for the same reason as there is one version.
 *
 * @throws NoBaseError, where it has no base for the architecture
 */
export function sglangBuild(dockerfile: string, { image }: Pick<BuildChoice, 'image'>): ImageBuild {
  const facts = readDockerfile(dockerfile)
  const given = declaredOnly(
    {
      GPU_ARCH: image.gpuArchitecture,
      BUILD_TYPE: 'all',
      BRANCH_TYPE: 'local',
      SETUPTOOLS_SCM_PRETEND_VERSION: version,
    },
    facts.declaredArguments,
  )
  const base = baseOf(facts, given)
  return { arguments: given, base, needs: facts.needs, ...sourceOf(facts) }
}

/**
 * Where it takes SGLang's source from: it copies the tree that it is given, by BRANCH_TYPE=local or because
 * it can do nothing else, or it can only clone.
 */
function sourceOf(facts: DockerfileFacts): Pick<ImageBuild, 'clone' | 'foreign'> {
  const { declaredArguments, defaults, instructions } = facts
  if (declaredArguments.has('BRANCH_TYPE')) return {}
  const clonesItself = instructions.some(
    ({ keyword, text }) => keyword === 'RUN' && text.includes('git clone') && /\$\{?SGL_REPO\b/.test(text),
  )
  if (clonesItself) {
    const [, name = 'sglang'] = /([\w.-]+?)(?:\.git)?\/*$/.exec(withValues(`$${repository}`, defaults)) ?? []
    return { clone: { repository, branch: 'SGL_BRANCH', name } }
  }
  const foreign = foreignSource(facts, 'sglang')
  return foreign === undefined ? {} : { foreign }
}
