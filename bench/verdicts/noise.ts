import type { Random } from '../../src/verdict/statistics/random.js'
import { measuredNoise } from '../../src/verdict/measured-noise.js'
import type { SimulatedStage } from './plan.js'

/** How launches vary. Standard deviations and sizes are natural logs: 0.006 is 0.6 %. */
export interface Noise {
  readonly name: string
  /** Launch to launch, shared by all cases and metrics of a launch. */
  readonly launch: number
  /** Within a launch, one value by itself: drawn for each cell from this range. */
  readonly within: readonly [number, number]
  /** Within a launch, for TTFT. */
  readonly ttft: number
  /** Instead of `within` and `ttft`: the cells' own, of a metric with so many cases, the lightest load first. */
  readonly cells?: (metric: string, cases: number) => readonly number[]
  /** Where it is given: the heaviest of the cells starts in one of two states. */
  readonly states?: { readonly apart: number; readonly share: number }
  /** Over the 20 launches of a full stage. */
  readonly drift: number
  /** Amplitude of a slow wave, 24 launches long. */
  readonly wave: number
  /** Correlation of neighbouring launches. */
  readonly autocorrelation: number
  readonly heavyTails: boolean
  /** Share of values that are missing. */
  readonly missing: number
  /** Share of cells that are noisier within a launch than the others, and how many times. */
  readonly uneven: { readonly share: number; readonly times: number }
  /** Share of launches that are slow, and by how much. */
  readonly bimodal: { readonly share: number; readonly slower: number }
  /** Share of launches disturbed, slower by a size from this range, half of them in one case only. */
  readonly disturbed: { readonly share: number; readonly slower: readonly [number, number] }
}

const none = {
  uneven: { share: 0, times: 1 },
  bimodal: { share: 0, slower: 0 },
  disturbed: { share: 0, slower: [0, 0] },
} as const

const reference: Noise = {
  name: 'reference',
  launch: 0.006,
  within: [0.003, 0.008],
  ttft: 0.06,
  drift: 0.02,
  wave: 0.01,
  autocorrelation: 0,
  heavyTails: false,
  missing: 0,
  ...none,
}

const half: Noise = { ...reference, name: 'half', launch: 0.003, within: [0.0015, 0.004], ttft: 0.03 }

/** As measured on hosts of eight MI300X; offline stages, which were not, by the spread of whole answers. */
function mi300xCells(metric: string, cases: number): readonly number[] {
  const { e2e, ttft, itl } = measuredNoise
  const { rates, concurrencies } = metric.startsWith('ttft') ? ttft : metric.startsWith('itl') ? itl : e2e
  return cases === concurrencies.length
    ? concurrencies
    : Array.from({ length: cases }, (_, index) => rates[Math.floor((index * rates.length) / cases)] ?? 0.01)
}

export const noises = {
  reference,
  half,
  heavy: { ...reference, name: 'heavy tails', heavyTails: true },
  missing: { ...reference, name: 'missing 10 %', missing: 0.1 },
  autocorrelated: { ...reference, name: 'autocorrelated', autocorrelation: 0.9 },
  loud: { ...reference, name: 'loud', launch: 0.015, within: [0.006, 0.016] },
  uneven: { ...reference, name: 'uneven', uneven: { share: 0.25, times: 8 } },
  bimodal: { ...reference, name: 'bimodal', bimodal: { share: 0.15, slower: 0.25 } },
  halfSlow: { ...reference, name: 'half slow', bimodal: { share: 0.5, slower: 0.25 } },
  mostlySlow: { ...reference, name: '3/4 slow', bimodal: { share: 0.75, slower: 0.25 } },
  mi300x: {
    ...reference,
    ...{ name: 'mi300x', launch: 0.001, drift: 0, wave: 0, cells: mi300xCells, states: measuredNoise.states },
  },
  disturbed: { ...reference, name: 'disturbed', disturbed: { share: 0.1, slower: [0.3, 0.9] } },
} as const satisfies Readonly<Record<string, Noise>>

export type NoiseName = keyof typeof noises

/**
 * One launch of a stage with nothing changed: by metric and case, ln of the value so that more is faster;
 * null is missing.
 */
export type SimulatedLaunch = readonly (readonly (number | null)[])[]

/** Student's t with three degrees of freedom, scaled to variance 1. */
function heavy(random: Random): number {
  const chiSquare = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2
  return random.normal() / Math.sqrt(chiSquare)
}

/** The launches of one stage on one host, in the order in which they run. */
export function simulateLaunches(
  stage: SimulatedStage,
  noise: Noise,
  count: number,
  random: Random,
): SimulatedLaunch[] {
  const draw = () => (noise.heavyTails ? heavy(random) : random.normal())
  const [low, high] = noise.within
  const spreads = stage.metrics.map(({ metric }) => {
    const known = noise.cells?.(metric, stage.cases.length)
    return stage.cases.map((_, index) => {
      if (known !== undefined) return known[index] ?? 0
      const times = noise.uneven.share > 0 && random.uniform() < noise.uneven.share ? noise.uneven.times : 1
      const spread = (low + (high - low) * random.uniform()) * times
      return metric.startsWith('ttft') ? noise.ttft : spread
    })
  })
  const direction = random.uniform() < 0.5 ? -1 : 1
  const phase = 2 * Math.PI * random.uniform()
  const memory = noise.autocorrelation
  let launchEffect = draw()
  return Array.from({ length: count }, (_, time) => {
    if (time > 0) launchEffect = memory * launchEffect + Math.sqrt(1 - memory * memory) * draw()
    const slow =
      (direction * noise.drift * time) / 20 + noise.wave * Math.sin((2 * Math.PI * time) / 24 + phase)
    const shared = noise.launch * launchEffect + slow - bimodalLoss(noise, random)
    const { share = 0, apart = 0 } = noise.states ?? {}
    const state = share > 0 && random.uniform() < share ? apart : 0
    const disturbance = drawDisturbance(noise, stage.cases.length, random)
    return spreads.map((cases) =>
      cases.map((spread, index) => {
        const loss =
          (disturbance.strikes(index) ? disturbance.loss : 0) + (index === cases.length - 1 ? state : 0)
        const value = shared + spread * draw() - loss
        return random.uniform() < noise.missing ? null : value
      }),
    )
  })
}

function bimodalLoss({ bimodal }: Noise, random: Random): number {
  return random.uniform() < bimodal.share ? Math.log1p(bimodal.slower) : 0
}

function drawDisturbance({ disturbed }: Noise, cases: number, random: Random) {
  const hit = random.uniform() < disturbed.share
  const [low, high] = disturbed.slower
  const loss = hit ? Math.log1p(low + (high - low) * random.uniform()) : 0
  const everywhere = random.uniform() < 0.5
  const single = Math.floor(random.uniform() * cases)
  return { loss, strikes: (index: number) => everywhere || index === single }
}
