import { imageSetsOf, type ImageSet, type ImageWay } from '../../comparison/image-plan.js'
import type { Plan } from '../../comparison/plan.js'
import { formatCount } from './numbers.js'

/** How the images of a plan come to be, for its reader: a sentence each; none where nothing is built. */
export function buildingWords(plan: Pick<Plan, 'images' | 'otherImages'>): string[] {
  const [first, ...others] = imageSetsOf(plan).map(setWords)
  return [...new Set([...(first ?? []), ...others.flat()])]
}

function setWords(images: ImageSet): string[] {
  const { way } = images.pr
  return [...(way === undefined ? [] : [wayWords(way)]), ...differenceWords(images)]
}

function wayWords(way: ImageWay): string {
  if (way.kind === 'overlay') {
    const changes = [
      ...(way.written > 0 ? [`${formatCount(way.written, 'Python file')} written`] : []),
      ...(way.removed > 0 ? [`${formatCount(way.removed, 'file')} removed`] : []),
    ]
    return (
      "The pull request changes only Python files of the package, so its image is main's with one more layer: " +
      `${changes.join(', ') || 'no file that is measured changes'}. ` +
      'Every other byte is the same in both. --build full builds it from its own Dockerfile.'
    )
  }
  const both = "Both images are built from their commits' own Dockerfiles"
  if (way.because === 'asked') return `${both}, as --build full asks.`
  if (way.because === 'same-commit') return `${both}: both arms are one commit.`
  const more = way.files > way.paths.length ? ` and ${way.files - way.paths.length} more` : ''
  return `${both}: the pull request changes more than Python files of the package (${way.paths.join(', ')}${more}).`
}

const differencesNamed = 5

function differenceWords({ main, baseFrom, differences = [] }: ImageSet): string[] {
  if (differences.length === 0) return []
  const named = differences
    .slice(0, differencesNamed)
    .map(
      ({ argument, main: before, pr: after }) =>
        `${argument} is ${valueWords(before)} and ${valueWords(after)}`,
    )
  const more = differences.length > named.length ? `; ${differences.length - named.length} more differ` : ''
  const chosenBy = {
    recipe: 'the recipe says',
    request: '--base-image says',
    main: "main's says",
    pr: "the pull request's says",
  }
  return [
    `The Dockerfiles of main and the pull request differ: ${named.join('; ')}${more}. ` +
      `Both images are built on ${main.baseImage}, as ${chosenBy[baseFrom ?? 'main']}; --base-image main, pr or IMAGE chooses.`,
  ]
}

function valueWords(value: string | null): string {
  return value === '' ? 'empty' : (value ?? 'not there')
}
