import { randomFrom, shuffled } from './random.js'

/** Everything that is done to a comparison. */
export const faultKinds = [
  'kill-gpu-worker',
  'stop-gpu-worker',
  'kill-control-worker',
  'stop-temporal',
  'kill-temporal',
  'kill-client',
  'kill-container',
  'restart-engine-with-live-restore',
  'restart-engine-without-live-restore',
  'stall-docker-socket',
  'kill-gpu-worker-in-build',
] as const

export type FaultKind = (typeof faultKinds)[number]

/** One thing that goes wrong. */
export interface Fault {
  readonly number: number
  readonly kind: FaultKind
  /** From when the comparison works again after the fault before. */
  readonly afterMs: number
  /** How long what it hits stays away. */
  readonly downMs: number
  /** How a daemon is ended, where its kind does not say so. */
  readonly signal: 'SIGTERM' | 'SIGKILL'
}

export interface FaultOrder {
  readonly kills: number
  readonly seed: number
  /** Of the Temporal server and of the Docker socket; a worker or a daemon is back sooner. */
  readonly longestDownSeconds: number
  /** A worker that is back goes on within so long; without it, however long a busy machine takes. */
  readonly longestResumeSeconds?: number
}

const longestWaitMs = 6000
const longestRestartMs = 5000
const canBeAwayLong: ReadonlySet<FaultKind> = new Set([
  'stop-temporal',
  'kill-temporal',
  'stall-docker-socket',
])

/** What goes wrong, from a seed: all kinds equally often, in another order each round, at random moments. */
export function planFaults({ kills, seed, longestDownSeconds }: FaultOrder): Fault[] {
  const random = randomFrom(seed)
  const faults: Fault[] = []
  while (faults.length < kills) {
    for (const kind of shuffled(faultKinds, random)) {
      const longest = canBeAwayLong.has(kind) ? longestDownSeconds * 1000 : longestRestartMs
      faults.push({
        number: faults.length + 1,
        kind,
        afterMs: Math.round(random() * longestWaitMs),
        downMs: Math.round(random() * longest),
        signal: random() < 0.5 ? 'SIGTERM' : 'SIGKILL',
      })
    }
  }
  return faults.slice(0, kills)
}

/**
 * The next faults for one comparison, those of its build first, and what is left for others. More than a few
 * would use up what a plan allows a host to fail, which is another matter.
 */
export function takeFaults(faults: readonly Fault[], most: number): { taken: Fault[]; left: Fault[] } {
  const taken = faults.slice(0, most)
  const isOfBuild = ({ kind }: Fault) => kind === 'kill-gpu-worker-in-build'
  return {
    taken: [...taken.filter(isOfBuild), ...taken.filter((fault) => !isOfBuild(fault))],
    left: faults.slice(most),
  }
}
