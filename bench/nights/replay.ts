import { firstArm } from '../../src/comparison/order.js'
import { arms, type Arm } from '../../src/comparison/arm.js'
import { randomFrom, type Random } from '../../src/verdict/statistics/random.js'
import { isDifference, type Verdict } from '../../src/verdict/verdicts.js'
import type { StageTables } from '../../src/verdict/tables.js'
import { runLive } from '../verdicts/live.js'
import { attemptsDrawn } from '../verdicts/plan.js'
import { casesOf, nightMetrics, type Night, type Stretch } from './nights.js'

/** What one replay came to: the word of each metric, by its name, and the launches until all were settled. */
export interface Replayed {
  readonly words: ReadonlyMap<string, Verdict>
  readonly launches: number
}

/**
 * Replays a comparison of nights drawn at random, as it would have run live. Each arm's nights come from its
 * own, none twice before all were drawn; two arms of the same nights share one such deck.
 */
export function replay(
  stretch: Stretch,
  nights: Readonly<Record<Arm, readonly Night[]>>,
  seed: number,
): Replayed {
  const random = randomFrom(seed)
  const drawn =
    nights.main === nights.pr
      ? split(deal(nights.main, 2 * attemptsDrawn, random))
      : { main: deal(nights.main, attemptsDrawn, random), pr: deal(nights.pr, attemptsDrawn, random) }
  const { verdicts, launches } = runLive(1, (_, attempts) => stageOf(stretch, drawn, attempts, seed), [])
  return {
    words: new Map(
      nightMetrics.map(({ metric }, index) => [metric, verdicts[0]?.metrics[index] ?? 'missing']),
    ),
    launches: launches[0] ?? 0,
  }
}

/** Whether a replay names a difference in any of these metrics. */
export function finds({ words }: Replayed, metrics: readonly string[]): boolean {
  return metrics.some((metric) => isDifference(words.get(metric) ?? 'missing'))
}

function deal(nights: readonly Night[], count: number, random: Random): Night[] {
  const dealt: Night[] = []
  let deck: Night[] = []
  while (dealt.length < count) {
    if (deck.length === 0) deck = [...nights]
    dealt.push(...deck.splice(Math.floor(random.uniform() * deck.length), 1))
  }
  return dealt
}

function split(dealt: readonly Night[]): Record<Arm, Night[]> {
  return {
    main: dealt.filter((_, index) => index % 2 === 0),
    pr: dealt.filter((_, index) => index % 2 === 1),
  }
}

function stageOf(
  stretch: Stretch,
  drawn: Readonly<Record<Arm, readonly Night[]>>,
  attempts: number,
  seed: number,
): StageTables {
  const logs = (metric: string) => {
    const [main, pr] = arms.map((arm) =>
      drawn[arm].slice(0, attempts).map((night) => night.values.get(metric) ?? []),
    )
    return { main: main ?? [], pr: pr ?? [] }
  }
  return {
    model: stretch.model,
    benchmarkType: 'online',
    attempts: Array.from({ length: attempts }, (_, index) => ({
      ...{ pair: index + 1, attempt: 1 },
      first: firstArm(seed, stretch.model, index + 1),
    })),
    metrics: nightMetrics.map(({ metric, unit, better, role, ...traits }) => ({
      ...{ metric, unit, better, role },
      ...('leastMargin' in traits ? { leastMargin: traits.leastMargin } : {}),
      cases: casesOf(stretch),
      logs: logs(metric),
      reasons: new Map(),
    })),
  }
}
