import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { comparisonLabel, stageLabel } from '../../../src/docker/container-identity.js'
import type { Engine } from '../../../src/docker/engine.js'
import { readJsonLines } from '../../../src/docker/ndjson.js'
import { asReadable } from '../../../src/docker/bounded-stream.js'
import type { ContainerEvent } from '../evidence.js'

const eventSchema = z.object({
  Action: z.enum(['start', 'kill', 'die']),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()) }),
  timeNano: z.number(),
})

const retryMs = 50

/**
 * Notes the events of our containers, over restarts of the Engine too: a new one is asked for all that it
 * remembers, and what was noted before is left out.
 */
export function recordEvents(engine: Engine): { events: () => ContainerEvent[]; close: () => Promise<void> } {
  const noted = new Map<string, ContainerEvent>()
  const state: { isClosing: boolean; stream?: Readable } = { isClosing: false }
  const filters = JSON.stringify({
    type: ['container'],
    event: ['start', 'kill', 'die'],
    label: [comparisonLabel],
  })

  async function listen(): Promise<void> {
    const stream = asReadable(await engine.docker.getEvents({ since: 1, filters }))
    state.stream = stream
    if (state.isClosing) stream.destroy()
    for await (const line of readJsonLines(stream)) {
      const { Action: action, Actor: actor, timeNano } = eventSchema.parse(line)
      noted.set(`${actor.ID} ${action} ${timeNano}`, eventOf(action, actor.Attributes, timeNano))
    }
  }

  const listening = (async () => {
    while (!state.isClosing) {
      await listen().catch(() => undefined) // it is away, and comes back
      await sleep(retryMs)
    }
  })()

  return {
    events: () => [...noted.values()].sort((left, right) => left.at - right.at),
    close: async () => {
      state.isClosing = true
      state.stream?.destroy()
      await listening
    },
  }
}

function eventOf(
  action: ContainerEvent['action'],
  labels: Readonly<Record<string, string>>,
  timeNano: number,
): ContainerEvent {
  const launch = ['generation', 'pair', 'attempt', 'arm'].map((part) => labels[`prbench.${part}`] ?? '')
  return {
    at: timeNano / 1e6,
    action,
    container: labels.name ?? '',
    comparison: labels[comparisonLabel] ?? '',
    stage: labels[stageLabel] ?? '',
    process: labels['prbench.process'] ?? '',
    launch: launch.join(' '),
  }
}
