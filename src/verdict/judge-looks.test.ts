import { describe, expect, it } from 'vitest'
import { judge } from './judge.js'
import type { Judgement } from './judgement.js'
import { makeSamples } from './make-samples.fixture.js'

const stageOf = (judgement: Judgement) => {
  const [stage] = judgement.stages
  if (stage === undefined) throw new Error('no stage')
  return stage
}
const everywhere = (change: number) => () => change

describe('looks', () => {
  it.each([
    [1, 3, false],
    [2, 3, false],
    [3, 3, true],
  ])('want, with %d quiet pairs, %d in all', (pairs, wanted, settled) => {
    const stage = stageOf(judge(makeSamples({ pairs })))

    expect(stage).toMatchObject({ pairs, pairsWanted: wanted, settled })
  })

  it('go on while the noise hides the answer, and stop at the last', () => {
    const noisy = { launchSd: 0.1, withinSd: 0.1 }

    const wanted = [3, 4, 5, 6, 7, 8, 10].map(
      (pairs) => stageOf(judge(makeSamples({ ...noisy, pairs }))).pairsWanted,
    )

    expect(wanted).toEqual([4, 5, 6, 8, 8, 10, 10])
  })

  it('say that they see more pairs than they are due at, where a pair stands apart no longer', () => {
    const samples = makeSamples({ pairs: 5, launchSd: 0.05, withinSd: 0.025, seed: 6, cases: ['BS=1'] })
    const looks = [3, 4]

    const before = stageOf(
      judge(
        samples.filter(({ pair }) => pair <= 4),
        { looks },
      ),
    )
    const last = stageOf(judge(samples, { looks }))

    expect(before).toMatchObject({ pairs: 3, attempts: 4, pairsWanted: 5 })
    expect(last).toMatchObject({
      pairs: 5,
      stopped: { kind: 'last-look', pairs: 4, valid: 5 },
    })
  })

  it('can be one, which has the whole budget', () => {
    const samples = makeSamples({ pairs: 4, change: everywhere(-0.02), launchSd: 0.01 })

    const planned = stageOf(judge(samples)).verdict
    const fixed = stageOf(judge(samples, { looks: [4] }))

    expect(planned).toBe('unresolved')
    expect(fixed).toMatchObject({ verdict: 'slightly-slower', settled: true, pairsWanted: 4 })
  })

  it('end where no pair will follow, with what is left of the budget', () => {
    const samples = makeSamples({ pairs: 5, launchSd: 0.011, withinSd: 0.011 })

    const goesOn = stageOf(judge(samples))
    const ends = stageOf(judge(samples, { final: true }))
    const early = stageOf(judge(makeSamples({ pairs: 2 }), { looks: [4], final: true }))

    expect(goesOn).toMatchObject({
      verdict: 'unresolved',
      pairsWanted: 6,
      stopped: { kind: 'goes-on', pairs: 6 },
    })
    expect(ends).toMatchObject({ verdict: 'no-change', pairsWanted: 5, settled: true })
    expect(early).toMatchObject({ verdict: 'no-change', pairsWanted: 2 })
  })

  it('leave a stage that had settled at its own look when no pair will follow', () => {
    const quiet = makeSamples({ pairs: 5 })
    const open = makeSamples({ model: 'deepseek', pairs: 5, launchSd: 0.06, withinSd: 0.06, seed: 9 })
    const samples = [...quiet, ...open]

    const goesOn = judge(samples).stages
    const ends = judge(samples, { final: true }).stages

    expect(goesOn.map(({ settled }) => settled)).toEqual([true, false])
    expect(ends[0]).toEqual(goesOn[0])
    expect(ends[1]?.stopped).not.toEqual(goesOn[1]?.stopped)
  })

  it('name a large difference at three pairs where no pair will follow', () => {
    const samples = makeSamples({ pairs: 3, change: everywhere(0.24) })

    const stage = stageOf(judge(samples, { final: true }))

    expect(stage).toMatchObject({ verdict: 'improvement', settled: true, pairsWanted: 3 })
  })

  it('name no difference at three pairs, however large', () => {
    const stage = stageOf(judge(makeSamples({ pairs: 3, change: everywhere(-0.3) })))

    expect(stage).toMatchObject({ verdict: 'unresolved', pairsWanted: 4 })
  })
})

describe('a single pair', () => {
  it.each([
    [-0.2, 'regression'],
    [0.2, 'improvement'],
    [0.01, 'unresolved'],
  ])('with a change of %d is judged by the historical rule', (change, expected) => {
    const judgement = judge(makeSamples({ pairs: 1, change: everywhere(change) }), { looks: [1] })

    const stage = stageOf(judgement)
    expect(stage.verdict).toBe(expected)
    expect(stage.pairsWanted).toBe(1)
    expect(stage.metrics[0]).toMatchObject({ low: null, high: null })
    expect(judgement.findings).toMatchObject([{ kind: 'single-run' }])
  })

  it('that is left of several marks nothing: what disturbed the others may have been in it too', () => {
    const samples = makeSamples({ pairs: 3, change: everywhere(-0.2) }).map((sample) => {
      const isDisturbed =
        (sample.pair === 1 && sample.arm === 'main') || (sample.pair === 2 && sample.arm === 'pr')
      const times = isDisturbed ? (sample.better === 'higher' ? 0.5 : 2) : 1
      return { ...sample, value: (sample.value ?? 0) * times }
    })

    const judgement = judge(samples)

    expect(stageOf(judgement)).toMatchObject({ pairs: 1, launches: 3, verdict: 'unresolved' })
    expect(stageOf(judgement).cells.map(({ verdict }) => verdict)).not.toContain('regression')
    expect(judgement.findings).toContainEqual(expect.objectContaining({ kind: 'one-pair', of: 3 }))
  })

  it.each([
    [[3, 4, 5, 6, 8, 10], 'unresolved', 'one-pair'],
    [[1], 'regression', 'single-run'],
  ])('of a stage planned for looks at %j is called %s', (looks, expected, kind) => {
    const metrics = [{ metric: 'decode_latency', unit: 's', better: 'lower' as const }]
    const planned = [{ model: 'grok', benchmarkType: 'offline', cases: ['BS=1'], metrics }]

    const judgement = judge(makeSamples({ pairs: 1, change: everywhere(-0.2) }), {
      looks,
      planned,
      final: true,
    })

    const { verdict, metrics: judged, cells } = stageOf(judgement)
    expect(verdict).toBe(expected)
    expect(new Set(cells.map((cell) => cell.verdict))).toEqual(new Set([expected]))
    expect(judged[0]?.change).toBeCloseTo(-0.2, 1)
    expect(judged[0]?.reason).toEqual(kind === 'one-pair' ? { kind, of: 1 } : null)
    expect(judgement.findings.map((found) => found.kind)).toContain(kind)
  })

  it('is judged in a stage that has no name', () => {
    const unnamed = makeSamples({ model: '', benchmarkType: '', pairs: 1 })

    const { stages, findings } = judge(unnamed, { looks: [1] })

    expect(findings).toMatchObject([{ kind: 'single-run', model: '', benchmarkType: '' }])
    expect(stages[0]?.stopped).toEqual({ kind: 'last-look', pairs: 1, valid: 1 })
  })
})
