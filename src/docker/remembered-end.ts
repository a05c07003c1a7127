import { z } from 'zod'
import { readStream } from './bounded-stream.js'
import type { Engine } from './engine.js'
import { DockerUnavailable } from './errors.js'
import { readJsonLines } from './ndjson.js'
import { pause } from './pause.js'

/**
 * What the Engine still knows of how a container came and went. Its memory is short, and ends with its
 * process.
 */
export interface RememberedEnd {
  /** It remembers anything of that container at all. */
  readonly seen: boolean
  /** It started that container itself, and did not find it running when it came up. */
  readonly started: boolean
  /** It came up after that container was started: it remembers all since then, and not that start. */
  readonly cameUpLater: boolean
  /** A signal that ends a program was sent to it through the Engine before it ended. */
  readonly killed: boolean
}

export interface ContainerEvent {
  /** Of which container, or of what else. */
  readonly of: string
  /** Of a container: `start`, `kill`, `die` and others. */
  readonly action: string
  /** Of a `kill`: its number. */
  readonly signal?: string | undefined
}

/** moby, daemon/events: `eventsLimit`. */
const mostRemembered = 256
/** HUP, INT, QUIT, ABRT, KILL, TERM. Others, such as USR1, tell a program something. */
const endingSignals: ReadonlySet<string> = new Set(['1', '2', '3', '6', '9', '15'])

const deadlineMs = 10_000
const retryMs = 500
/** As long as an outage of the Engine is sat out elsewhere. */
const outageMs = 120_000

/**
 * Reads from the events that the Engine remembers how a container that has ended did so. Its memory holds 256
 * events, of all containers together, and is empty after a restart of the daemon.
 *
 * @throws DockerUnavailable after two minutes without an answer, the reason of `signal`
 */
export async function rememberedEnd(
  engine: Engine,
  containerId: string,
  signal: AbortSignal,
): Promise<RememberedEnd> {
  for (const startedAt = Date.now(); ;) {
    try {
      return endOf(containerId, await rememberedEvents(engine, containerId, signal))
    } catch (error) {
      if (!(error instanceof DockerUnavailable) || Date.now() - startedAt > outageMs) throw error
      await pause(retryMs, { signal })
    }
  }
}

/** What all events that an Engine remembers, in their order, say of a container's end. */
export function endOf(containerId: string, remembered: readonly ContainerEvent[]): RememberedEnd {
  const events = remembered.filter((event) => event.of === containerId)
  const started = events.some(({ action }) => action === 'start')
  return {
    seen: events.length > 0,
    started,
    cameUpLater: !started && remembered.length < mostRemembered,
    killed: events.some(({ action, signal }) => action === 'kill' && endingSignals.has(signal ?? '')),
  }
}

const eventSchema = z.object({
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.object({ signal: z.string().optional() }).nullish() }),
})

/** Docker Engine API, SystemEvents: with `until` in the past it gives what is remembered, and ends. */
async function rememberedEvents(
  engine: Engine,
  containerId: string,
  signal: AbortSignal,
): Promise<ContainerEvent[]> {
  const what = `tell the events of container ${containerId}`
  const open = (abortSignal: AbortSignal) =>
    engine.docker.getEvents({ since: 1, until: Date.now() / 1000, abortSignal })
  return readStream({ engine, what, deadlineMs, signal }, open, async (readable) => {
    const events: ContainerEvent[] = []
    for await (const line of readJsonLines(readable)) {
      const { Action: action, Actor: actor } = eventSchema.parse(line)
      events.push({ of: actor.ID, action, signal: actor.Attributes?.signal })
    }
    return events
  })
}
