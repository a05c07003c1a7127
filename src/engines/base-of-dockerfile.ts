import { withValues, type DockerfileFacts } from './dockerfile.js'

/** What an image begins with: the Dockerfile's own choice, and the argument that another one is given by. */
export interface DockerfileBase {
  /** Empty where an argument without a default names it. */
  readonly image: string
  /** Absent where the Dockerfile names its base in so many words. */
  readonly argument?: string
}

/** A Dockerfile that has no base for what is to be built. */
export class NoBaseError extends Error {
  override readonly name = 'NoBaseError'
}

/**
 * The base of the image that a Dockerfile builds with these arguments: its last stage, or the one that is
 * named, followed down through the stages that it stands on to the one that stands on no other.
 *
 * @throws NoBaseError, where there is no such stage, or an argument names one that there is not
 */
export function baseOf(
  { instructions, defaults }: DockerfileFacts,
  given: Readonly<Record<string, string>>,
  target?: string,
): DockerfileBase {
  const values = new Map([...defaults, ...Object.entries(given)])
  const stages = instructions.filter(({ keyword }) => keyword === 'FROM').map(({ text }) => stageOf(text))
  let at = target === undefined ? stages.length - 1 : stages.findIndex(({ name }) => name === target)
  for (;;) {
    const stage = stages[at]
    if (stage === undefined) throw new NoBaseError(`The Dockerfile has no stage ${target ?? 'at all'}.`)
    const image = withValues(stage.from, values)
    const below = stages.slice(0, at).findLastIndex(({ name }) => name === image.toLowerCase())
    if (below >= 0) {
      at = below
      continue
    }
    const argument = /^\$\{?(\w+)\}?$/.exec(stage.from)?.[1]
    if (argument === undefined) return { image }
    if (argument in given) {
      const names = stages.flatMap(({ name }) => name ?? [])
      throw new NoBaseError(
        `The Dockerfile has no stage ${image}, as ${argument} names it; its stages are ${names.join(', ') || 'without names'}. ` +
          'Choose another GPU architecture in the recipe, or build the images yourself and name them with --skip-build.',
      )
    }
    return { image, argument }
  }
}

/** `FROM --platform=linux/amd64 $BASE AS name`. */
function stageOf(text: string): { from: string; name?: string } {
  const [from = '', as, name] = text.split(/\s+/).filter((word) => !word.startsWith('--'))
  return as?.toUpperCase() === 'AS' && name !== undefined ? { from, name: name.toLowerCase() } : { from }
}
