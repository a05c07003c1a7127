import { arms, type Arm } from '../comparison/arm.js'
import type { ImagePlan, ImageSet, ImageWay } from '../comparison/image-plan.js'
import type { Plan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import type { Source } from '../comparison/source.js'
import { NoBaseError } from '../engines/base-of-dockerfile.js'
import type { EngineDefinition, ImageBuild } from '../engines/definition.js'
import { readDockerfile } from '../engines/dockerfile.js'
import { overlayChanges } from '../image/overlay-changes.js'
import type { Dockerfile, SourceTrees } from '../image/source-trees.js'
import { imageTags } from './image-tags.js'
import { RequestRefused } from './request-refused.js'

export interface ImagesFacts {
  readonly request: ComparisonRequest
  readonly source: Source
  readonly engine: EngineDefinition
  readonly trees: SourceTrees
}

const skipBuild = 'build both images yourself and use --skip-build --main-image A --pr-image B'

/** The images that `--skip-build` names. */
export function planNamedImages(
  { mainImage = '', prImage = '', baseImage }: ComparisonRequest,
  [recipe]: readonly Recipe[],
): Pick<Plan, 'images'> {
  const base = { baseImage: baseImage ?? recipe?.image.base ?? '' }
  return {
    images: { main: { arm: 'main', tag: mainImage, ...base }, pr: { arm: 'pr', tag: prImage, ...base } },
  }
}

/**
 * The images that are built for a comparison: a pair for each GPU architecture of its recipes. Pure.
 *
 * @throws RequestRefused, where they cannot be built, as far as the trees show it
 */
export function planImages(
  facts: ImagesFacts,
  recipes: readonly Recipe[],
): Pick<Plan, 'images' | 'otherImages'> {
  const [first = '', ...others] = new Set(recipes.map(({ image }) => image.gpuArchitecture))
  const setFor = (architecture: string, suffix: string) => {
    const images = recipes.map(({ image }) => image).filter((image) => image.gpuArchitecture === architecture)
    return imageSet(facts, images, suffix)
  }
  const sets = others.map((architecture) => [architecture, setFor(architecture, `-${architecture}`)] as const)
  return {
    images: setFor(first, ''),
    ...(sets.length === 0 ? {} : { otherImages: Object.fromEntries(sets) }),
  }
}

/** An arm's Dockerfile, and what it is built with. */
type ArmBuild = Dockerfile & ImageBuild

function imageSet(facts: ImagesFacts, images: readonly Recipe['image'][], suffix: string): ImageSet {
  const { request, source, engine } = facts
  const [image] = images
  if (image === undefined) throw new Error('a GPU architecture without recipes')
  const builds = { main: buildOf('main', facts, image), pr: buildOf('pr', facts, image) }
  const base = chooseBase(request, images, builds)
  const tags = imageTags(source, `${engine.image.tagSuffix(base.image)}${suffix}`)
  const planOf = (arm: Arm): ImagePlan => ({
    arm,
    tag: tags[arm],
    sha: (arm === 'main' ? source.base : source.head).sha,
    baseImage: base.image,
    ...(builds[arm].needs.length === 0 ? {} : { needs: [...builds[arm].needs] }),
  })
  return {
    main: planOf('main'),
    pr: { ...planOf('pr'), way: wayOf(facts, image) },
    baseFrom: base.from,
    differences: differencesOf(builds),
  }
}

function buildOf(arm: Arm, { source, engine, trees }: ImagesFacts, image: Recipe['image']): ArmBuild {
  const { sha } = arm === 'main' ? source.base : source.head
  const places = engine.image.dockerfiles(image)
  const dockerfile = trees.dockerfiles[arm].find(({ path }) => places.includes(path))
  const commit = `commit ${sha.slice(0, 12)} (${arm})`
  if (dockerfile === undefined) {
    throw new RequestRefused(
      `${commit} has neither ${places.join(' nor ')}: is this a repository of ${engine.title}? ` +
        'To use images that you built, add --skip-build --main-image A --pr-image B',
    )
  }
  try {
    const build = engine.image.build(dockerfile.text, { image, sha })
    if (build.foreign === undefined) return { ...dockerfile, ...build }
    throw new RequestRefused(
      `${dockerfile.path} of ${commit} takes ${engine.title} from somewhere else (${build.foreign}), ` +
        `so its image would not hold this commit. Change the Dockerfile, or ${skipBuild}`,
    )
  } catch (error) {
    if (error instanceof NoBaseError)
      throw new RequestRefused(`${dockerfile.path} of ${commit}: ${error.message}`)
    throw error
  }
}

interface ChosenBase {
  readonly image: string
  readonly from: NonNullable<ImageSet['baseFrom']>
}

/** One base for both arms: what is asked for, else the recipes', else what main's Dockerfile names. */
function chooseBase(
  { baseImage: asked }: ComparisonRequest,
  images: readonly Recipe['image'][],
  builds: Readonly<Record<Arm, ArmBuild>>,
): ChosenBase {
  const bases = [...new Set(images.flatMap(({ base }) => base ?? []))]
  if (asked === undefined && bases.length > 1) {
    throw new RequestRefused(
      `the recipes build on different images (${bases.join(', ')}). Choose one with --base-image`,
    )
  }
  const followed = asked === 'pr' ? 'pr' : 'main'
  const chosen: ChosenBase =
    asked !== undefined && asked !== 'main' && asked !== 'pr'
      ? { image: asked, from: 'request' }
      : asked === undefined && bases[0] !== undefined
        ? { image: bases[0], from: 'recipe' }
        : { image: builds[followed].base.image, from: followed }
  if (chosen.image === '') {
    throw new RequestRefused(
      `${builds[followed].path} names no base image. Choose one with --base-image IMAGE`,
    )
  }
  for (const arm of arms) {
    const { base, path } = builds[arm]
    if (base.argument !== undefined || base.image === chosen.image) continue
    throw new RequestRefused(
      `${path} of ${arm} builds on ${base.image} and lets nobody choose another base, such as ${chosen.image}. ` +
        `Use --base-image ${base.image}, or ${skipBuild}`,
    )
  }
  return chosen
}

const pathsNamed = 3

function wayOf({ request, source, engine, trees }: ImagesFacts, image: Recipe['image']): ImageWay {
  const full = { kind: 'full' as const, files: 0, paths: [] }
  if (request.build === 'full') return { ...full, because: 'asked' }
  if (source.base.sha === source.head.sha) return { ...full, because: 'same-commit' }
  const { written, removed, others } = overlayChanges(
    trees.changes,
    image.overlay ?? engine.image.overlay,
    engine.image.package.folder,
  )
  if (others.length === 0) return { kind: 'overlay', written: written.length, removed: removed.length }
  const paths = others.slice(0, pathsNamed)
  if (request.build === 'auto') return { ...full, because: 'other-files', files: others.length, paths }
  throw new RequestRefused(
    `--build overlay can only take changes of Python files of the package: this one changes ${paths.join(', ')}` +
      `${others.length > pathsNamed ? ` and ${others.length - pathsNamed} more` : ''}. Use --build full`,
  )
}

/** The arguments whose defaults differ, the base image among them. */
function differencesOf({ main, pr }: Readonly<Record<Arm, ArmBuild>>): NonNullable<ImageSet['differences']> {
  const [ofMain, ofPr] = [readDockerfile(main.text).defaults, readDockerfile(pr.text).defaults]
  return [...new Set([...ofMain.keys(), ...ofPr.keys()])].flatMap((argument) => {
    const values = { main: ofMain.get(argument) ?? null, pr: ofPr.get(argument) ?? null }
    return values.main === values.pr ? [] : [{ argument, ...values }]
  })
}
