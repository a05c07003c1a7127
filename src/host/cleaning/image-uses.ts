import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ifThere, readNote, writeNote } from '../../run/json-file.js'

const time = z.iso.datetime({ offset: true })
const useSchema = z.strictObject({
  run: z.string(),
  comparison: z.string(),
  /** Absent where a build failed, was killed or runs: then all that it left is build cache. */
  imageId: z.string().exactOptional(),
  at: time,
  /**
   * When it was built for that run; absent where it was there already. While it is being built, `to` is to
   * come.
   */
  build: z.strictObject({ from: time, to: time }).exactOptional(),
})

/** An image that a comparison's run used on this host, as the host noted it; or a build that gave none. */
export type ImageUse = Readonly<z.infer<typeof useSchema>>

/** Notes that a run uses an image on this host, as a file of the state folder. Harmless when done twice. */
export async function noteUse(stateFolder: string, use: ImageUse): Promise<void> {
  const folder = usesFolder(stateFolder)
  await mkdir(folder, { recursive: true })
  await writeNote(join(folder, noteName(use)), use)
}

/** All uses of images that are noted. What is no note of ours is passed over. */
export async function readUses(stateFolder: string): Promise<ImageUse[]> {
  const folder = usesFolder(stateFolder)
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  const uses = await Promise.all(names.map((name) => readNote(join(folder, name), useSchema)))
  return uses.filter((use) => use !== undefined)
}

/** Forgets the uses of an image that is gone. */
export async function forgetUses(stateFolder: string, imageId: string): Promise<void> {
  const uses = (await readUses(stateFolder)).filter((use) => use.imageId === imageId)
  await Promise.all(uses.map((use) => forgetUse(stateFolder, use)))
}

/** Forgets one use. Harmless where it is forgotten already. */
export async function forgetUse(stateFolder: string, use: ImageUse): Promise<void> {
  await forgetNote(stateFolder, noteName(use))
}

/** Forgets the use that is noted in a file of that name. */
export async function forgetNote(stateFolder: string, name: string): Promise<void> {
  await rm(join(usesFolder(stateFolder), name), { force: true })
}

/** The names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await ifThere(readdir(folder))) ?? []
}

function usesFolder(stateFolder: string): string {
  return join(stateFolder, 'uses')
}

/** The name of the file in which a use is noted. */
export function noteName({ run, imageId, at }: ImageUse): string {
  // Of a build that gave no image there may be several in a run.
  const what = imageId?.replace('sha256:', '').slice(0, 12) ?? `failed-${Date.parse(at)}`
  return `${run}-${what}.json`
}
