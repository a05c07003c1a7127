import type { BuiltImage } from '../../comparison/image.js'
import { forgetUse, noteUse, type ImageUse } from './image-uses.js'

/** How long the note of a running build is good for. It is renewed as often. */
const renewalMs = 10_000

/**
 * Has an image built for a run, and notes when that was: what came to be in Docker's build cache meanwhile is
 * ours. The note is there from the beginning and renewed until the end, so that it also stands where this
 * process is killed.
 */
export async function noteBuild(
  stateFolder: string,
  { run, comparison }: Pick<ImageUse, 'run' | 'comparison'>,
  build: () => Promise<BuiltImage>,
): Promise<BuiltImage> {
  const from = new Date().toISOString()
  const unfinished = (to: Date): ImageUse => ({
    run,
    comparison,
    at: from,
    build: { from, to: to.toISOString() },
  })
  const renew = () =>
    noteUse(stateFolder, unfinished(new Date(Date.now() + renewalMs))).catch(() => undefined)
  let noted = renew()
  const timer = setInterval(() => {
    noted = noted.then(renew)
  }, renewalMs)
  const settle = () => {
    clearInterval(timer)
    return noted
  }
  try {
    const image = await build()
    await settle()
    const at = new Date().toISOString()
    const window = image.built ? { build: { from, to: at } } : {}
    await noteUse(stateFolder, { run, comparison, imageId: image.id, at, ...window })
    await forgetUse(stateFolder, unfinished(new Date()))
    return image
  } catch (error) {
    await settle()
    // What a build that fails leaves in Docker's build cache is ours, too.
    await noteUse(stateFolder, unfinished(new Date())).catch(() => undefined)
    throw error
  }
}
