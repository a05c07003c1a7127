import type { Readable } from 'node:stream'
import { z } from 'zod'
import { comparisonLabel, stageLabel } from '../../src/docker/container-identity.js'
import type { Engine } from '../../src/docker/engine.js'
import { asReadable } from '../../src/docker/bounded-stream.js'

const eventSchema = z.object({ Actor: z.object({ Attributes: z.record(z.string(), z.string()) }) })

/** One start of a container, as the Docker Engine tells it. */
export interface ContainerStart {
  container: string
  comparison: string
  /** `probe` for what looks into an image. */
  stage: string
  arm: string
  pair: string
  /** What it is within its launch: `server-0`, `client-0-1`, `gsm8k-0-2`. */
  process: string
  /** The id of the image that it was made of. */
  image: string
}

export interface StartRecorder {
  /** Starts of containers of our stages until now, in their order. */
  starts(): ContainerStart[]
  close(): void
}

/** Notes every start of a container of ours from now on. The Engine's own memory of events is short. */
export async function recordStarts(
  engine: Engine,
  isOurs: (comparison: string) => boolean,
): Promise<StartRecorder> {
  const filters = { type: ['container'], event: ['start'], label: [comparisonLabel] }
  const stream: Readable = asReadable(await engine.docker.getEvents({ filters: JSON.stringify(filters) }))
  const seen: ContainerStart[] = []
  let rest = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') note(line)
  })
  const note = (line: string) => {
    const attributes = eventSchema.parse(JSON.parse(line)).Actor.Attributes
    const { name: container = '', [comparisonLabel]: comparison = '', [stageLabel]: stage = '' } = attributes
    const { image = '', 'prbench.arm': arm = '', 'prbench.pair': pair = '' } = attributes
    const { 'prbench.process': process = '' } = attributes
    if (isOurs(comparison)) seen.push({ container, comparison, stage, arm, pair, process, image })
  }
  return {
    starts: () => seen.filter(({ stage }) => stage !== 'probe'),
    close: () => {
      stream.destroy()
    },
  }
}
