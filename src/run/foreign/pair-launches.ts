import { arms, type Arm } from '../../comparison/arm.js'
import { completeSample } from '../../comparison/given-sample.js'
import type { Sample } from '../../comparison/samples.js'
import type { ForeignLaunch } from './launch.js'

export type LaunchesByArm = Readonly<Record<Arm, readonly ForeignLaunch[]>>

/**
 * How launches stand in pairs: `by-time`, where each was measured next to one of the other arm; `assumed`, the
 * first with the first and so on; `none`, where nothing says that they do.
 */
export type Pairing = 'by-time' | 'assumed' | 'none'

export interface PairedSamples {
  readonly samples: readonly Sample[]
  readonly pairing: Pairing
}

/** The samples of launches of two versions. Launches of other cases are pairs of their own. */
export function pairLaunches(launches: LaunchesByArm, assumePaired: boolean): PairedSamples {
  const groups = groupsOf(launches)
  const timed = groups.map(pairsByTime)
  if (timed.every((pairs) => pairs !== undefined))
    return { samples: timed.flatMap(samplesOf), pairing: 'by-time' }
  const samples = groups.flatMap((group) => samplesOf(pairsAsGiven(group)))
  return { samples, pairing: assumePaired ? 'assumed' : 'none' }
}

interface PlacedLaunch {
  readonly launch: ForeignLaunch
  readonly arm: Arm
  readonly pair: number
  /** Absent where nobody knows the order. */
  readonly position?: 1 | 2
}

/** Launches that measured the same cases. */
function groupsOf(launches: LaunchesByArm): LaunchesByArm[] {
  const keyOf = ({ values }: ForeignLaunch) =>
    JSON.stringify([...new Set(values.map((value) => value.case))].sort())
  const keys = [...new Set(arms.flatMap((arm) => launches[arm].map(keyOf)))]
  return keys.map((key) => ({
    main: launches.main.filter((launch) => keyOf(launch) === key),
    pr: launches.pr.filter((launch) => keyOf(launch) === key),
  }))
}

/** Undefined unless all times are known and each two that follow one another are of both arms. */
function pairsByTime(group: LaunchesByArm): PlacedLaunch[] | undefined {
  const inOrder = arms
    .flatMap((arm) => group[arm].map((launch) => ({ launch, arm })))
    .sort((left, right) => left.launch.measuredAt.localeCompare(right.launch.measuredAt))
  const times = new Set(inOrder.map(({ launch }) => launch.measuredAt))
  const placed = inOrder.map((each, index) => ({
    ...each,
    pair: Math.floor(index / 2) + 1,
    position: index % 2 === 0 ? (1 as const) : (2 as const),
  }))
  const isPaired = placed.every(({ arm }, index) =>
    index % 2 === 0 ? placed[index + 1] !== undefined : placed[index - 1]?.arm !== arm,
  )
  return isPaired && times.size === inOrder.length && !times.has('') ? placed : undefined
}

function pairsAsGiven(group: LaunchesByArm): PlacedLaunch[] {
  return arms.flatMap((arm) => group[arm].map((launch, index) => ({ launch, arm, pair: index + 1 })))
}

function samplesOf(placed: readonly PlacedLaunch[]): Sample[] {
  const samples = placed.flatMap(({ launch, arm, pair, position }) =>
    launch.values.map((value) =>
      completeSample({
        ...value,
        model: launch.model ?? '',
        benchmarkType: launch.benchmarkType ?? '',
        arm,
        pair,
        startedAt: launch.measuredAt,
        ...(position === undefined ? {} : { position }),
      }),
    ),
  )
  // An allocation that neither version makes is no measurement.
  const keyOf = (sample: Sample) => JSON.stringify([sample.case, sample.metric])
  const measured = new Set(samples.filter(({ value }) => value !== 0).map(keyOf))
  return samples.filter((sample) => measured.has(keyOf(sample)))
}
