import { z } from 'zod'
import { ourLabels } from './container-identity.js'
import type { Engine } from './engine.js'
import { hasStatus } from './errors.js'

/** The names of the volumes that carry a label of ours and all of `labels`. */
export async function listVolumes(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { Volumes: volumes } = await engine.call({
    what: 'list volumes',
    run: (abortSignal) => engine.docker.listVolumes({ filters: { label: ourLabels(labels) }, abortSignal }),
  })
  return volumes.map(({ Name: name }) => name)
}

/** The names of the volumes that carry a label, and its value. */
export async function volumesWithLabel(
  engine: Engine,
  label: string,
): Promise<{ readonly name: string; readonly value: string }[]> {
  const { Volumes: volumes } = await engine.call({
    what: 'list volumes',
    run: (abortSignal) => engine.docker.listVolumes({ filters: { label: [label] }, abortSignal }),
  })
  return volumes.map(({ Name: name, Labels: labels }) => ({ name, value: labels[label] ?? '' }))
}

const volumeSchema = z.object({ CreatedAt: z.string() })

/** When a volume was made, as the Engine writes it; undefined where there is none. */
export async function volumeCreatedAt(engine: Engine, name: string): Promise<string | undefined> {
  try {
    const answer: unknown = await engine.call({
      what: `look at volume ${name}`,
      run: (abortSignal) => engine.docker.getVolume(name).inspect({ abortSignal }),
    })
    return volumeSchema.parse(answer).CreatedAt
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw error
  }
}

/** Removes a volume. Gives whether there was one to remove. */
export async function removeVolume(engine: Engine, name: string): Promise<boolean> {
  try {
    await engine.call({
      what: `remove volume ${name}`,
      run: async (abortSignal) => {
        await engine.docker.getVolume(name).remove({ abortSignal })
      },
    })
    return true
  } catch (error) {
    if (hasStatus(error, 404)) return false
    throw error
  }
}
