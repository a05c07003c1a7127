import { z } from 'zod'
import { ourLabels } from './container-identity.js'
import type { Engine } from './engine.js'
import { unlessMissing } from './errors.js'

/** The volumes that carry a label of ours and all of `labels`. */
export async function listVolumes(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): Promise<{ readonly name: string; readonly labels: Readonly<Record<string, string>> }[]> {
  const { Volumes: volumes } = await engine.call('list volumes', (abortSignal) =>
    engine.docker.listVolumes({ filters: { label: ourLabels(labels) }, abortSignal }),
  )
  return volumes.map(({ Name: name, Labels: found }) => ({ name, labels: found }))
}

const volumeSchema = z.object({ CreatedAt: z.string() })

/** When a volume was made, as the Engine writes it; undefined where there is none. */
export async function volumeCreatedAt(engine: Engine, name: string): Promise<string | undefined> {
  const asked = engine.call<unknown>(`look at volume ${name}`, (abortSignal) =>
    engine.docker.getVolume(name).inspect({ abortSignal }),
  )
  return volumeSchema.optional().parse(await unlessMissing(asked))?.CreatedAt
}

/** Removes a volume, if there is one. */
export async function removeVolume(engine: Engine, name: string): Promise<void> {
  const asked = engine.call(`remove volume ${name}`, (abortSignal) =>
    engine.docker.getVolume(name).remove({ abortSignal }),
  )
  await unlessMissing(asked)
}
