import type { Sample } from '../../src/comparison/samples.js'
import { judge } from '../../src/verdict/judge.js'
import { randomFrom } from '../../src/verdict/statistics/random.js'

/** Seconds that it takes to judge a stage of 10,000 cells with ten pairs: the best of three. */
export function judgingSeconds(): number {
  const samples = manySamples()
  const seconds = [1, 2, 3].map(() => {
    const started = performance.now()
    judge(samples)
    return (performance.now() - started) / 1000
  })
  return Math.min(...seconds)
}

function manySamples(): Sample[] {
  const random = randomFrom(1)
  const launches = Array.from({ length: 20 }, (_, time) => ({
    pair: (time >> 1) + 1,
    position: time % 2 === 0 ? (1 as const) : (2 as const),
    arm: ((time >> 1) + time) % 2 === 0 ? ('main' as const) : ('pr' as const),
  }))
  return launches.flatMap((launch) =>
    ['prefill_latency', 'decode_latency'].flatMap((metric) =>
      Array.from({ length: 5000 }, (_, index) => ({
        model: 'many',
        benchmarkType: 'offline',
        case: `case ${index}`,
        metric,
        unit: 's',
        better: 'lower' as const,
        ...launch,
        attempt: 1,
        host: '',
        startedAt: '',
        value: Math.exp(0.01 * random.normal()),
        valid: true,
        reason: '',
      })),
    ),
  )
}
