import type { ComparisonStatus, StageStatus } from '../../comparison/status.js'
import { describeEnding, type Ending } from '../ending.js'

/** How a comparison ended by Temporal's own state, which goes before what its workflow said last. */
export interface Closed {
  /** In a word or two: `finished`, `terminated`. */
  state: string
  at: Date
  /** Absent where it finished. */
  ending?: Ending
  /** How it ended and what to do next, in a sentence; absent where it finished. */
  sentence?: string
}

/** Temporal's words for a workflow that was given no time to clean up. */
const cutOffWords: Readonly<Record<string, string>> = { TERMINATED: 'terminated', TIMED_OUT: 'timed out' }

/**
 * What a closed workflow is to a person.
 *
 * @param name Temporal's name of its state: `TERMINATED`, `FAILED` ...
 */
export function closedBy(
  name: string,
  at: Date,
  ending: Ending,
  { comparison, runDirectory }: { comparison: string; runDirectory: string | undefined },
): Closed {
  const { kind } = ending
  if (kind === 'finished') return { state: 'finished', at }
  const cutOff = cutOffWords[name]
  // The tail of a build's log is in the report.
  const how = describeEnding(ending).split('\n')[0] ?? ''
  const left = cutOff === undefined ? '' : 'It could not clean up: run prbench doctor --fix on its hosts. '
  const again =
    runDirectory === undefined
      ? 'Start it again with prbench compare'
      : `Measure what is missing with prbench retry ${comparison}`
  const isSaid = kind === 'refused' || kind === 'build-failed'
  return {
    state: cutOff ?? (kind === 'build-failed' ? 'failed' : kind),
    at,
    ending,
    sentence: isSaid ? how : `${how}. ${left}${again}`,
  }
}

/** A closed comparison's tree: what still waited or ran by its workflow's last word does so no more. */
export function closeStatus(status: ComparisonStatus, { state, at, ending }: Closed): ComparisonStatus {
  if (ending === undefined) return status
  const finishedAt = at.toISOString()
  const cut = (what: string) =>
    `${what}: the comparison ${state === 'failed' || state === 'timed out' ? state : `was ${state}`}`
  const closed: ComparisonStatus = {
    ...status,
    phase: ending.kind === 'cancelled' ? 'cancelled' : 'failed',
    images: status.images.map((image) =>
      image.state === 'building'
        ? { ...image, state: 'failed', finishedAt, lastError: cut('interrupted') }
        : image,
    ),
    stages: status.stages.map((stage) => {
      if (stage.state !== 'running' && stage.state !== 'waiting') return stage
      const lastError = cut(stage.startedAt === undefined ? 'not started' : 'interrupted')
      const cutShort: StageStatus = { ...stage, state: 'cancelled', finishedAt, lastError }
      delete cutShort.waitsFor
      delete cutShort.stopping
      return cutShort
    }),
  }
  delete closed.pausedSince
  delete closed.deadline
  return closed
}
