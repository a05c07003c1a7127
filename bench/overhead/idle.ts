import type { ProcessRecord } from '../../src/comparison/launch.js'
import type { RunRecord } from '../../src/run/record.js'

/** Every process of a run in the order in which the host ran them. */
export function processesOf(record: RunRecord): ProcessRecord[] {
  return record.pairs
    .flatMap((pair) => pair.launches.flatMap((launch) => launch.processes))
    .sort((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt))
}

/** How long the host was idle between the end of a process and the start of the next one, in milliseconds. */
export function idleTimes(processes: readonly ProcessRecord[]): number[] {
  return processes
    .slice(1)
    .map(
      (next, index) =>
        Date.parse(next.startedAt) - Date.parse(processes[index]?.finishedAt ?? next.startedAt),
    )
}

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
