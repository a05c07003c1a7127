import type { ContainerEvent } from '../evidence.js'

/** Containers that were started more than once; what looks into an image may be. */
export function startedTwice(events: readonly ContainerEvent[]): string[] {
  const starts = new Map<string, ContainerEvent[]>()
  for (const event of events) {
    if (event.action !== 'start' || event.stage === 'probe') continue
    starts.set(event.container, [...(starts.get(event.container) ?? []), event])
  }
  return [...starts.values()].flatMap((all) => {
    const [first] = all
    return first === undefined || all.length === 1
      ? []
      : [`${first.container} (${first.stage}, ${first.launch}, ${first.process}) ${all.length} times`]
  })
}

/** Whether there is an event at all of every container in which a process came to its end. */
export function unseenContainers(events: readonly ContainerEvent[], containers: readonly string[]): string[] {
  const seen = new Set(events.map(({ container }) => container))
  return containers.filter((container) => !seen.has(container))
}
