import { describe, expect, it } from 'vitest'
import type { ComparisonStatus, StageStatus } from '../../comparison/status.js'
import { renderTree } from './tree.js'
import type { ComparisonView } from './view.js'

const startedAt = '2026-01-01T00:00:00Z'
const at = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1000)

const stage: StageStatus = {
  name: 'grok/offline',
  state: 'running',
  host: 'mi300x-1',
  cases: 9,
  pairsDone: 1,
  pairsPlanned: 4,
  pairsAtMost: 10,
  generation: 1,
  pair: 2,
  attempt: 1,
  startedAt,
  expectedPairSeconds: 60,
}

const status: ComparisonStatus = {
  comparison: 'compare/a/b/7',
  phase: 'measuring',
  images: [
    { arm: 'main', tag: 'main-1234567-rocm630', state: 'ready', startedAt, finishedAt: at(65).toISOString() },
  ],
  stages: [stage],
}

const view: ComparisonView = {
  comparison: 'compare/a/b/7',
  startedAt: at(0),
  status,
  pairs: {
    'grok/offline': {
      arm: 'pr',
      position: 2,
      process: 0,
      case: 'TP=8, BS=4, IL=1024, OL=128',
      casesDone: 2,
      cases: 9,
    },
  },
  troubles: {},
}

describe('renderTree', () => {
  it('goes from the comparison down to the case in progress', () => {
    const lines = renderTree(view, at(100)).map(({ text }) => text)

    const end = at(280).toTimeString().slice(0, 5)
    expect(lines).toEqual([
      `compare/a/b/7  measuring  1m 40s, at least 3m left (${end})`,
      'images',
      '  + main  main-1234567-rocm630  ready, 1m 5s',
      'stages',
      `  > grok/offline on mi300x-1  running, 1 of 4 pairs, 1m 40s, at least 3m left (${end})`,
      '      pair 2: pr, second launch',
      '        TP=8, BS=4, IL=1024, OL=128  2 of 9 cases done',
    ])
  })

  it('says how long it takes, not how long at least, where no pair is added', () => {
    const stages = status.stages.map((stage) => ({ ...stage, pairsAtMost: stage.pairsPlanned }))

    const [first] = renderTree({ ...view, status: { ...status, stages } }, at(100))

    expect(first?.text).toContain('1m 40s, about 3m left (')
  })

  it('says on a line of its own why a stage is measured further', () => {
    const stages = status.stages.map((stage) => ({ ...stage, pairsDone: 3, undecidedAfter: 3 }))

    const lines = renderTree({ ...view, status: { ...status, stages } }, at(100)).map(({ text }) => text)

    expect(lines[lines.findIndex((line) => line.includes('3 of 4 pairs')) + 1]).toBe(
      '      undecided after 3',
    )
  })

  it('says what an image waits for', () => {
    const lastError = 'host mi300x-1 failed (1 of at most 5 times): disk full; again in 10 s'
    const building: ComparisonView = {
      ...view,
      status: {
        ...status,
        images: [{ arm: 'pr', tag: 'PR-7-rocm630', state: 'building', startedAt, lastError }],
        stages: [],
      },
    }

    const lines = renderTree(building, at(100)).map(({ text }) => text)

    expect(lines.slice(2)).toEqual(['  > pr    PR-7-rocm630  building, 1m 40s', `      ${lastError}`])
  })

  it('says why a pair waits or a stage failed', () => {
    const troubled: ComparisonView = {
      ...view,
      pairs: {},
      troubles: { 'grok/offline': 'the GPUs are busy' },
      status: {
        ...status,
        stages: [stage, { ...stage, name: 'x/offline', state: 'failed', lastError: 'no model' }],
      },
    }

    const lines = renderTree(troubled, at(100))

    expect(lines).toContainEqual({ text: '      the GPUs are busy', tone: 'quiet' })
    expect(lines).toContainEqual({ text: '      no model', tone: 'bad' })
  })

  it('shows what it can before a worker answers', () => {
    const lines = renderTree(
      { ...view, status: undefined, note: 'no worker answers' } as unknown as ComparisonView,
      at(3),
    )

    expect(lines.map(({ text }) => text)).toEqual([
      'compare/a/b/7  waiting for a worker  3s',
      'no worker answers',
    ])
  })

  it('lets no control character of a message reach the terminal', () => {
    const hostile = { ...stage, state: 'failed', lastError: 'x\u001b[2J\u009b1A\ny\u202ez' } as const

    const text = renderTree({ ...view, status: { ...status, stages: [hostile] } }, at(0))
      .map((line) => line.text)
      .join('|')

    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})
