import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { primingSchema } from '../comparison/launch.js'
import { readNote, writeNote } from '../run/json-file.js'

/**
 * That an image had its unmeasured launch for a stage on this host, and in which state that left its caches.
 */
const primingMarkSchema = z.strictObject({
  image: z.string(),
  stage: z.string(),
  /** Volume -> when it was made: whoever removes a volume wants it filled again. */
  volumes: z.record(z.string(), z.string()),
  /** In which pair it was. */
  run: z.string(),
  pair: z.int(),
  attempt: z.int(),
  priming: primingSchema,
})

export type PrimingMark = z.infer<typeof primingMarkSchema>

/** The mark of an image for a stage; one that cannot be read counts as none. */
export function readPrimingMark(
  folder: string,
  image: string,
  stage: string,
): Promise<PrimingMark | undefined> {
  return readNote(markPath(folder, image, stage), primingMarkSchema)
}

export async function writePrimingMark(folder: string, mark: PrimingMark): Promise<void> {
  await writeNote(markPath(folder, mark.image, mark.stage), mark)
}

/**
 * Whether an image need not be run again before it is measured: its caches are still those that it filled.
 * One that failed is not tried again in the same run, and is in the next.
 */
export function isPrimed(
  mark: PrimingMark | undefined,
  volumes: Readonly<Record<string, string>>,
  run: string,
): boolean {
  if (mark === undefined) return false
  if (mark.priming.problem !== null) return mark.run === run
  return Object.entries(mark.volumes).every(([name, createdAt]) => volumes[name] === createdAt)
}

function markPath(folder: string, image: string, stage: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([image, stage]))
    .digest('hex')
    .slice(0, 32)
  return join(folder, `${digest}.json`)
}
