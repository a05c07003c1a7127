import type { ContainerEvent, ComparisonEvidence, Strike } from '../evidence.js'

/** Endings that would say something of the code; the demo engine has none of them by itself. */
const blaming: ReadonlySet<string> = new Set(['died', 'out-of-memory', 'deadline'])

/**
 * Processes that read as if the code were to blame, and void launches without a container that was killed. An
 * Engine without live-restore ends what runs, so that a container may be gone with a restart of it, too.
 */
export function blameFindings(
  { name, record }: ComparisonEvidence,
  strikes: readonly Strike[],
  events: readonly ContainerEvent[],
): string[] {
  const launches = record.pairs.flatMap((pair) => pair.launches)
  const processes = launches.flatMap((launch) => launch.processes)
  const blamed = processes
    .filter(({ ending }) => blaming.has(ending))
    .map(
      ({ container, ending, exitCode }) => `${container} reads "${ending}" (exit code ${String(exitCode)})`,
    )
  const unexplained = processes
    .filter(({ ending, container }) => ending === 'killed' && !wasStruck(container, strikes, events))
    .map(({ container }) => `${container} reads "killed", and nobody killed it`)
  const withoutKill = record.pairs
    .filter((pair) => pair.launches.some(({ voidReason }) => voidReason !== undefined))
    .filter(
      (pair) => !pair.launches.some(({ processes: own }) => own.some(({ ending }) => ending === 'killed')),
    )
    .map(({ stage, pair, attempt }) => `${stage}, pair ${pair}, attempt ${attempt} is void without a kill`)
  return [...blamed, ...unexplained, ...withoutKill].map((finding) => `${name}: ${finding}`)
}

function wasStruck(
  container: string,
  strikes: readonly Strike[],
  events: readonly ContainerEvent[],
): boolean {
  if (strikes.some((strike) => strike.container === container)) return true
  const own = events.filter((event) => event.container === container)
  const startedAt = own.find(({ action }) => action === 'start')?.at ?? -Infinity
  const endedAt = own.find(({ action }) => action === 'die')?.at ?? Infinity
  return strikes.some(
    ({ kind, at, until }) =>
      kind === 'restart-engine-without-live-restore' && until >= startedAt && at <= endedAt,
  )
}
