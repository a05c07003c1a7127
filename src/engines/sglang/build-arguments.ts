import type { DockerfileFacts } from './dockerfile.js'

/** What a build is to be made of. */
export interface BuildChoice {
  /** SGLang's GPU_ARCH: `gfx942`, `gfx942-rocm720`, ... */
  readonly gpuArchitecture: string
  /** A tag of the base image on this host: `FROM` takes an image id for a name in a registry. */
  readonly baseImageTag: string
  /** The commit, 40 hex digits. Given to Dockerfiles that clone; others get the commit's tree as context. */
  readonly sha: string
  /** Where a Dockerfile that clones finds the commit. */
  readonly repositoryUrl?: string
  /**
   * What `setuptools_scm` takes for SGLang's version, because a tree from `git archive` has no history. Give
   * both arms the same one: see `buildArguments`.
   */
  readonly version?: string
  /** More arguments, by the recipe. */
  readonly extra?: Readonly<Record<string, string>>
}

/** The version of both arms where nobody chose one. */
const defaultVersion = '0.0.0'

/** A Dockerfile that cannot be built on the base image that was chosen. */
export class NoBaseArgumentError extends Error {
  override readonly name = 'NoBaseArgumentError'

  constructor(gpuArchitecture: string, tried: readonly string[], declared: ReadonlySet<string>) {
    const bases = [...declared].filter((argument) => argument.startsWith('BASE_IMAGE'))
    const known = bases.length === 0 ? 'it declares no base image at all' : `it declares ${bases.join(', ')}`
    super(
      `The Dockerfile takes no base image for ${gpuArchitecture}: neither ${tried.join(' nor ')} is declared ` +
        `(${known}). Choose another GPU architecture in the recipe, or build the images yourself and name them with --skip-build.`,
    )
  }
}

/**
 * The build arguments for a Dockerfile, only such as it declares: Docker warns of others, and a misspelt one
 * would be lost in silence.
 *
 * A Dockerfile with a local mode gets no SGL_BRANCH, and both arms the same version: it declares them before it
 * compiles AITER, and a different value would compile AITER anew for each arm, for half an hour, and perhaps
 * differently.
 *
 * @throws NoBaseArgumentError, where it has no argument for the base image
 */
export function buildArguments(
  { declaredArguments, source }: Pick<DockerfileFacts, 'declaredArguments' | 'source'>,
  choice: BuildChoice,
): Record<string, string> {
  const { gpuArchitecture, baseImageTag, sha, repositoryUrl, version = defaultVersion, extra = {} } = choice
  const wanted: Record<string, string | undefined> = {
    ...extra,
    GPU_ARCH: gpuArchitecture,
    BUILD_TYPE: 'all',
    BRANCH_TYPE: 'local',
    SETUPTOOLS_SCM_PRETEND_VERSION: version,
    SGL_BRANCH: source === 'local-mode' ? undefined : sha,
    SGL_REPO: source === 'clone' ? repositoryUrl : undefined,
    [baseArgument(gpuArchitecture, declaredArguments)]: baseImageTag,
  }
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) =>
      value !== undefined && declaredArguments.has(name) ? [[name, value]] : [],
    ),
  )
}

/** `BASE_IMAGE_942_ROCM720` for `gfx942-rocm720`, in older files `BASE_IMAGE`. */
function baseArgument(gpuArchitecture: string, declared: ReadonlySet<string>): string {
  const suffix = gpuArchitecture.replace(/^gfx/, '').replaceAll('-', '_').toUpperCase()
  const candidates = [`BASE_IMAGE_${suffix}`, 'BASE_IMAGE']
  const found = candidates.find((candidate) => declared.has(candidate))
  if (found === undefined) throw new NoBaseArgumentError(gpuArchitecture, candidates, declared)
  return found
}
